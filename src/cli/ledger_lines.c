/* feedwright export and import: the ledger as JSON lines. */
#include "config.h"
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/resources.h"
#include "cli/verbs.h"
#include "store/lines.h"

static const char export_usage[] = "usage: feedwright export [--config FILE] >LINES\n"
                                   "       feedwright export --opml [--config FILE] [--output FILE]\n"
                                   "Every article of the ledger with its id, its keys and its revisions, as JSON lines.\n";
static const char import_usage[] = "usage: feedwright import [--config FILE] LINES\n"
                                   "       feedwright import [--config FILE] [--into LIST.opml] FILE.opml\n"
                                   "Takes in what export wrote (- is standard input); what is known stays as it is.\n"
                                   "The daemon must not run.\n";

/* -1: go on; else the exit status. */
static int
read_words(int argc, char **argv, const char *usage, const char **config)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	int c;

	*config = default_config();
	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c != 'c') {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
		*config = optarg;
	}
	return -1;
}

/* lines_fn */
static int
print_line(struct str line, void *arg)
{
	(void)arg;
	return fwrite(line.p, 1, line.n, stdout) == line.n ? 0 : 1;
}

static bool
has_word(int argc, char **argv, const char *word)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], word) != 0; i++)
		;
	return i < argc;
}

int
verb_export(int argc, char **argv)
{
	const char *config;
	struct settings *settings;
	struct store *store;
	struct err e;
	int rc;

	if (has_word(argc, argv, "--opml"))
		return export_subscriptions(argc, argv);
	rc = read_words(argc, argv, export_usage, &config);
	if (rc != -1)
		return rc;
	if (optind != argc) {
		fputs(export_usage, stderr);
		return EXIT_USAGE;
	}
	store = open_ledger(config, argv[0], &settings);
	rc = store != NULL ? lines_export(store, print_line, NULL, &e) : -1;
	if (rc == 0 && fflush(stdout) != 0)
		rc = 1;
	if (rc == 1)
		fprintf(stderr, "feedwright export: standard output: %s\n", strerror(errno));
	else if (rc != 0 && store != NULL)
		fprintf(stderr, "feedwright export: %s\n", e.text);
	store_close(store);
	settings_free(settings);
	return rc == 0 ? EXIT_GOOD : EXIT_USAGE;
}

static int
import_all(struct store *store, FILE *from, const char *path, struct lines_import *in, struct err *e)
{
	char *line = NULL;
	size_t room = 0;
	uint64_t n = 0;
	ssize_t got;
	int rc = store_begin(store, e);

	in->s = store;
	while (rc == 0 && (got = getline(&line, &room, from)) > 0) {
		n++;
		rc = lines_import(in, (struct str){ line, (size_t)got }, e);
		if (rc != 0)
			fprintf(stderr, "feedwright import: %s:%" PRIu64 ": %s; nothing was taken in\n", path, n, e->text);
	}
	free(line);
	if (rc == 0 && ferror(from))
		rc = err_set(e, ERR_LOCAL, "%s: %s", path, strerror(errno));
	return rc == 0 ? store_commit(store, e) : -1;
}

/* All of the file, or nothing of it. */
static int
import_file(const struct settings *s, const char *path, struct lines_import *in)
{
	FILE *from = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	struct store *store = NULL;
	struct err e = { .kind = ERR_NONE };
	int lock, rc = -1;

	if (from == NULL) {
		fprintf(stderr, "feedwright import: %s: %s\n", path, strerror(errno));
		return -1;
	}
	lock = store_lock(s->state_dir, &e);
	if (lock != -1 && store_open(&store, s->store, s->state_dir, STORE_WRITER, &e) == 0)
		rc = import_all(store, from, path, in, &e);
	if (rc != 0 && e.kind != ERR_INPUT)
		fprintf(stderr, "feedwright import: %s\n", e.text);
	store_close(store);
	if (lock != -1)
		close(lock);
	if (from != stdin)
		fclose(from);
	return rc;
}

int
verb_import(int argc, char **argv)
{
	struct lines_import in = { .s = NULL };
	struct settings *settings;
	const char *config;
	int rc;

	if (has_word(argc, argv, "--into") || (argc > 1 && str_ends(str_from(argv[argc - 1]), STR(".opml"))))
		return import_subscriptions(argc, argv);
	rc = read_words(argc, argv, import_usage, &config);
	if (rc != -1)
		return rc;
	if (optind + 1 != argc) {
		fputs(import_usage, stderr);
		return EXIT_USAGE;
	}
	settings = load_settings(config, argv[0]);
	rc = settings != NULL ? import_file(settings, argv[optind], &in) : -1;
	if (rc == 0)
		printf("%" PRIu64 " articles and %u sources taken in, %" PRIu64 " articles were known\n", in.n_articles, in.n_sources, in.n_known);
	settings_free(settings);
	return rc == 0 ? EXIT_GOOD : EXIT_USAGE;
}
