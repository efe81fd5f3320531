#include "config.h"
#include "worker/job.h"

#include "base/hash.h"
#include "base/url.h"
#include "base/utf8.h"

uint64_t
job_reader(void)
{
	return hash_fast(STR(PACKAGE_VERSION), JOB_RESULTS) >> 1 | 1;
}

void
job_parts(const struct job *job, struct str parts[JOB_PARTS])
{
	const struct str all[JOB_PARTS] = { job->bytes, job->name, job->content_type, job->url, job->content_location,
		job->content_language, job->around, job->known, job->rules, job->fingerprints };

	memcpy(parts, all, sizeof(all));
}

/* A worker that was taken over must not get a script past us: schemes and lengths are looked at again. */
static void
on_url(struct str *url, const struct shape *shape, const struct field *f, void *arg)
{
	static const char *const safe[] = { "http", "https", "ftp", "mailto", "magnet", "feed", "tel", "geo", "xmpp", "gopher", "news", "irc" };
	bool is_data = (shape == &shape_link || shape == &shape_enclosure) && strcmp(f->name, "url") == 0;
	struct str scheme = url_scheme(*url);
	size_t i;

	(void)arg;
	if (url->n > URL_MAX)
		*url = STR_NONE;
	if (scheme.n == 0 || is_data)
		return;
	for (i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
		if (str_is_nocase(scheme, safe[i]))
			return;
	*url = STR_NONE;
}

int
answer_decode(struct arena *a, const struct answer_head *head, struct str bytes, struct answer *out, struct err *e)
{
	struct str text = str_head(bytes, head->err_n);

	*out = (struct answer){ .err = { .kind = ERR_NONE } };
	if (head->err_kind != ERR_NONE) {
		if (head->err_kind > ERR_DRIFT || text.n >= ERR_TEXT_MAX || !utf8_is_valid(text))
			return err_set(e, ERR_INPUT, "the worker answered with no proper error");
		err_set(&out->err, (enum err_kind)head->err_kind, "%.*s", STR_ARG(text));
	}
	if (model_decode(a, str_skip(bytes, head->err_n), &out->document, &shape_document, e) != 0)
		return -1;
	field_each_url(&out->document, &shape_document, on_url, NULL);
	return 0;
}
