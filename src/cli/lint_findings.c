#include "config.h"
#include "cli/lint_findings.h"

#include <getopt.h>
#include <stdio.h>

#include "cli/common.h"
#include "cli/verbs.h"

static const char usage[] = "usage: feedwright lint [--json] [--level info|warning|error] [--content-type TYPE] FILE | URL\n"
                            "       feedwright lint --rules\n"
                            "Tells what is wrong with a feed: place, severity, code, what, and the standard's section.\n";

static enum severity
severity_of(struct str name)
{
	if (str_is(name, severity_name(SEVERITY_ERROR)))
		return SEVERITY_ERROR;
	return str_is(name, severity_name(SEVERITY_WARNING)) ? SEVERITY_WARNING : SEVERITY_INFO;
}

static void
print_line(const struct lint *l, const struct finding *f)
{
	printf("%s:", l->what);
	if (f->line.is_set)
		printf("%lld:", (long long)f->line.v);
	if (f->column.is_set)
		printf("%lld:", (long long)f->column.v);
	printf(" %.*s: %.*s: %.*s", STR_ARG(f->severity), STR_ARG(f->code), STR_ARG(f->message));
	if (f->rule.n > 0)
		printf(" [%.*s]", STR_ARG(f->rule));
	putchar('\n');
}

static void
print_json(struct buf *out, const struct finding *f)
{
	buf_add_char(out, out->n > 0 ? ',' : '[');
	model_to_json(out, f, &shape_finding, false);
}

/* Prints those of the level and above; the number of warnings and errors among them. */
static unsigned
print_list(const struct lint *l, const struct list *findings, struct buf *json)
{
	const struct finding *f = findings->v;
	unsigned n_wrong = 0;
	uint32_t i;

	for (i = 0; i < findings->n; i++) {
		enum severity s = severity_of(f[i].severity);

		if (s < l->level)
			continue;
		n_wrong += s >= SEVERITY_WARNING;
		if (l->is_json)
			print_json(json, &f[i]);
		else
			print_line(l, &f[i]);
	}
	return n_wrong;
}

int
lint_bytes(struct lint *l, struct str bytes)
{
	struct job job = { .kind = JOB_LINT, .bytes = bytes, .content_type = l->content_type };
	struct answer answer;
	struct arena a;
	struct buf json;
	unsigned n_wrong;

	run_job_and_wait(&job, &a, &answer);
	buf_init(&json, SIZE_MAX / 4);
	n_wrong = print_list(l, &l->of_http.found, &json) + print_list(l, &answer.document.findings, &json);
	if (answer.err.kind != ERR_NONE) {
		fprintf(stderr, "feedwright lint: %s: %s\n", l->what, answer.err.text);
		n_wrong++;
	}
	if (l->is_json)
		printf("%.*s]\n", STR_ARG(json.n > 0 ? buf_str(&json) : STR("[")));
	buf_release(&json);
	arena_release(&a);
	return n_wrong > 0 ? EXIT_FOUND : EXIT_GOOD;
}

static void
print_rules(void)
{
	size_t rule, format;
	const char *source;

	for (rule = 0; rule < LINT_RULES; rule++) {
		printf("%-22s %s", lint_rules[rule].code, severity_name(lint_rules[rule].severity));
		for (format = LINT_ANY; format < LINT_FORMATS; format++) {
			source = lint_rules[rule].source[format];
			if (source != NULL && source[0] != '\0')
				printf("  [%s]", source);
		}
		putchar('\n');
	}
}

/* -1 to go on with l->what, else the exit status. */
static int
read_options(struct lint *l, struct arena *a, int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { "level", required_argument, NULL, 'l' },
		{ "content-type", required_argument, NULL, 't' }, { "rules", no_argument, NULL, 'r' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	int c;

	*l = (struct lint){ .level = SEVERITY_INFO };
	report_init(&l->of_http, a, STR_NONE);
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'j')
			l->is_json = true;
		else if (c == 't')
			l->content_type = str_from(optarg);
		else if (c == 'l' && (severity_of(str_from(optarg)) != SEVERITY_INFO || strcmp(optarg, severity_name(SEVERITY_INFO)) == 0))
			l->level = severity_of(str_from(optarg));
		else if (c == 'r') {
			print_rules();
			return EXIT_GOOD;
		} else {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind + 1 != argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	l->what = argv[optind];
	return -1;
}

int
lint_run(int argc, char **argv, lint_look_fn *look)
{
	struct lint l;
	struct arena a;
	int rc;

	arena_init(&a, SIZE_MAX / 4, NULL);
	rc = read_options(&l, &a, argc, argv);
	if (rc == -1)
		rc = look(&l, argv);
	arena_release(&a);
	return rc;
}
