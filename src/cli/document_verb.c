#include "config.h"
#include "cli/document_verb.h"

#include <getopt.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/verbs.h"

static void
take_header(struct job *job, const char *header)
{
	struct str h = str_from(header), value;
	size_t colon = str_find_char(h, ':');

	if (colon == STR_NPOS)
		return;
	value = str_trim(str_skip(h, colon + 1));
	h = str_trim(str_head(h, colon));
	if (str_is_nocase(h, "content-location"))
		job->content_location = value;
	else if (str_is_nocase(h, "content-language"))
		job->content_language = value;
	else if (str_is_nocase(h, "content-type"))
		job->content_type = value;
	else if (str_is_nocase(h, "date") && time_from_http(value, &job->as_of_s) != 0)
		job->as_of_s = 0;
}

static int
print(const struct document_verb *v, const struct answer *answer)
{
	struct buf out;
	bool is_found;

	buf_init(&out, SIZE_MAX / 4);
	is_found = v->print(&out, answer);
	fwrite(out.p, 1, out.n, stdout);
	buf_release(&out);
	return is_found ? EXIT_GOOD : EXIT_FOUND;
}

static int
run(const struct document_verb *v, const struct job *job, const char *path)
{
	struct answer answer;
	struct arena a;
	int rc;

	run_job_and_wait(job, &a, &answer);
	if (answer.err.kind != ERR_NONE)
		fprintf(stderr, "feedwright %s: %s: %s\n", v->name, path, answer.err.text);
	rc = print(v, &answer);
	arena_release(&a);
	return rc;
}

int
document_verb_run(const struct document_verb *v, int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { "content-type", required_argument, NULL, 't' },
		{ "base", required_argument, NULL, 'b' }, { "header", required_argument, NULL, 'H' }, { "help", no_argument, NULL, 'h' },
		{ "config", required_argument, NULL, 'c' }, { "sites", required_argument, NULL, 's' }, { NULL, 0, NULL, 0 } };
	struct job job = { .kind = v->kind, .wants_details = v->wants_details };
	const char *config = NULL, *sites = NULL;
	struct buf body, rules;
	bool is_ready = true;
	int c, rc = EXIT_USAGE;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 't')
			job.content_type = str_from(optarg);
		else if (c == 'b')
			job.url = str_from(optarg);
		else if (c == 'H')
			take_header(&job, optarg);
		else if (c == 'c' && v->find_rules != NULL)
			config = optarg;
		else if (c == 's' && v->find_rules != NULL)
			sites = optarg;
		else if (c != 'j') {
			fputs(v->usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind + 1 != argc) {
		fputs(v->usage, stderr);
		return EXIT_USAGE;
	}
	if (v->takes_article_files && is_article_file(argv[optind])) {
		job.kind = JOB_FILE;
		job.name = str_from(argv[optind]);
	}
	buf_init(&body, BODY_MAX);
	buf_init(&rules, JOB_BYTES_MAX);
	if (config != NULL || sites != NULL)
		is_ready = v->find_rules(config, sites, job.url, &rules) == 0;
	job.rules = buf_str(&rules);
	if (is_ready && read_bytes(argv[optind], v->name, &body) == 0) {
		job.bytes = buf_str(&body);
		rc = run(v, &job, argv[optind]);
	} else if (body.is_full) { /* there is a document, but none that is read */
		rc = print(v, &(struct answer){ .err = { .kind = ERR_LIMIT } });
	}
	buf_release(&body);
	buf_release(&rules);
	return rc;
}
