#include "config.h"
#include "extract/announced.h"
#include "extract/article_page.h"
#include "extract/file.h"
#include "extract/items.h"
#include "extract/listing.h"
#include "extract/listing_data.h"
#include "extract/mail.h"
#include "lint/lint.h"
#include "normalise/normalise.h"
#include "parse/gzip.h"
#include "normalise/text.h"
#include "parse/parse.h"
#include "parse/sitemap.h"
#include "worker/job.h"
#include "worker/job_rules.h"

static int
read_items(struct arena *a, const struct job *job, struct answer *out)
{
	struct items_input in = { .bytes = job->bytes, .content_type = job->content_type, .url = job->url, .around = job->around,
		.as_of_s = job->as_of_s, .items_max = job->items_max, .wants_all = job->wants_details };
	const struct page_rules *rules = job_rules(job->rules, job->kind == JOB_JSON, &out->err);

	if (rules == NULL)
		return -1;
	if (job->kind == JOB_JSON)
		return extract_items_json(a, &in, rules->own, &out->document, &out->err);
	return extract_items_page(a, &in, rules->own, &out->document, &out->err);
}

static int
read_article(struct arena *a, const struct job *job, struct answer *out)
{
	struct page_input in = { .bytes = job->bytes, .content_type = job->content_type, .url = job->url, .content_language = job->content_language,
		.as_of_s = job->as_of_s, .wants_all = job->wants_details, .wants_guess = job->kind == JOB_GUESS };

	if (job->rules.n > 0 && (in.rules = job_rules(job->rules, false, &out->err)) == NULL)
		return -1;
	return extract_article(a, &in, &out->document, &out->err);
}

static int
read_listing(struct arena *a, const struct job *job, struct answer *out)
{
	struct listing_input in = {
		.bytes = job->bytes,
		.content_type = job->content_type,
		.url = job->url,
		.items_max = job->items_max,
		.around = job->around,
		.known = job->known,
		.as_of_s = job->as_of_s,
		.wants_candidates = job->wants_details,
		.may_be_article = job->kind == JOB_AUTO,
	};

	out->document = (struct document){ .format = STR_NONE };
	out->err = (struct err){ .kind = ERR_NONE };
	return extract_listing(a, &in, &out->document, &out->err);
}

/*
 * No feed. If it is a page, which feeds does it announce? For a source of unknown kind that is an answer, and
 * so is the list of articles of a page that announces none.
 */
static int
look_at_page(struct arena *a, const struct job *job, struct answer *out)
{
	bool is_html = str_is(out->document.format, "html"), is_called_html = str_find_nocase(job->content_type, STR("html")) != STR_NPOS;
	struct document page = { .format = STR_NONE };
	struct answer other;
	struct err e;

	if (job->kind == JOB_ANY && (is_html || is_called_html)) {
		out->document = page;
		out->err = (struct err){ .kind = ERR_NONE };
		return extract_page(a, job->bytes, job->content_type, job->url, job->content_language, &out->document, &out->err);
	}
	if (job->kind == JOB_AUTO && data_is_json(job->bytes) && read_listing(a, job, &other) == 0) {
		*out = other;
		return 0;
	}
	is_html = is_html || (is_called_html && out->document.format.n == 0); /* a program's warnings may stand before a page */
	if (!is_html || extract_announced(a, job->bytes, job->content_type, job->url, &page, &e) != 0)
		return -1;
	out->document = page;
	if (job->kind != JOB_AUTO)
		return -1;
	if (page.alternates.n == 0)
		return read_listing(a, job, out);
	out->err = (struct err){ .kind = ERR_NONE };
	return 0;
}

/* Whether the source's rules say what its articles are; others say what to do with each. */
static bool
has_items(const struct job *job)
{
	const struct page_rules *rules = job->rules.n > 0 ? job_rules(job->rules, false, NULL) : NULL;

	return rules != NULL && rules->own->item.n > 0;
}

/* Some sites offer a feed where a sitemap is asked for, and some a sitemap where anything is. */
static int
read_sitemap(struct arena *a, const struct parse_input *in, struct answer *out)
{
	struct answer other = { .err = { .kind = ERR_NONE } };

	if (sitemap_parse(a, in, &out->document, &out->err) == 0)
		return 0;
	if (parse_document(a, in, &other.document, &other.err) != 0)
		return -1;
	*out = other;
	return 0;
}

static int
read_anything(struct arena *a, const struct job *job, const struct parse_input *in, struct answer *out)
{
	struct answer map = { .err = { .kind = ERR_NONE } };

	if (parse_document(a, in, &out->document, &out->err) == 0)
		return 0;
	if (job->kind == JOB_AUTO && out->err.kind == ERR_INPUT && sitemap_is_likely(job->bytes) &&
	    sitemap_parse(a, in, &map.document, &map.err) == 0) {
		*out = map;
		return 0;
	}
	return look_at_page(a, job, out);
}

static int
read_document(struct arena *a, const struct job *job, struct answer *out)
{
	struct parse_input in = {
		.bytes = job->bytes,
		.content_type = job->content_type,
		.base_url = job->url,
		.content_location = job->content_location,
		.content_language = job->content_language,
		.ending = job->ending,
		.items_max = job->items_max,
		.settings_hash = job->settings_hash,
		.n_known = job->fingerprints.n / sizeof(*in.known),
	};
	int64_t *known;

	if (in.n_known > 0) { /* aligned */
		in.known = known = arena_alloc(a, in.n_known * sizeof(*known));
		memcpy(known, job->fingerprints.p, in.n_known * sizeof(*known));
	}
	switch (job->kind) {
	case JOB_FILE:
		return extract_file(a, job->name, job->bytes, &out->document, &out->err);
	case JOB_JSON:
		return read_items(a, job, out);
	case JOB_LISTING:
		return has_items(job) ? read_items(a, job, out) : read_listing(a, job, out);
	case JOB_PAGE:
	case JOB_GUESS:
		return read_article(a, job, out);
	case JOB_MAIL:
		return extract_mail(a, job->bytes, &out->document, &out->err);
	case JOB_SITEMAP:
		return read_sitemap(a, &in, out);
	case JOB_FEED:
	case JOB_ANY:
	case JOB_AUTO:
	case JOB_LINT:
		break;
	}
	return read_anything(a, job, &in, out);
}

static void
add_plain_text(struct arena *a, struct document *d)
{
	struct article *v = d->articles.v;
	uint32_t i;

	for (i = 0; i < d->articles.n; i++)
		if (v[i].content_text.n == 0)
			v[i].content_text = text_paragraphs(a, v[i].content_html);
}

void
job_run(struct arena *a, const struct job *job, struct answer *out)
{
	struct job open = *job;
	int rc = 0;

	if (gzip_is(job->bytes))
		rc = gzip_open(a, job->bytes, &open.bytes, &out->err);
	if (job->kind == JOB_LINT) {
		if (rc == 0)
			lint_document(a, &(struct lint_input){ .bytes = open.bytes, .content_type = open.content_type }, &out->document.findings);
		return;
	}
	if (rc == 0)
		rc = read_document(a, &open, out);

	out->document.wants_details = job->wants_details;
	if (rc == 0 || str_is(out->document.format, "html") || out->document.listing != NULL) /* a page without a list still has its title */
		normalise_document(a, &out->document);
	if (job->wants_details && (job->kind == JOB_PAGE || job->kind == JOB_GUESS || job->kind == JOB_FILE))
		add_plain_text(a, &out->document);
}
