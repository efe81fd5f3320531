#include "config.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/full.h"
#include "cli/verbs.h"

static const struct {
	const char *name, *what; /* what: NULL for verbs that are not for people */
	int (*run)(int argc, char **argv); /* NULL: feedwright-full has it */
} verbs[] = {
	{ "run", "run the daemon", NULL },
	{ "once", "poll what is due, publish, exit", NULL },
	{ "check", "tell what is wrong with the configuration", NULL },
	{ "try", "what would become of a URL or a file, step by step", NULL },
	{ "discover", "the feeds, hubs, sitemaps and lists of a site", NULL },
	{ "parse", "print what a feed document says, as JSON", verb_parse },
	{ "listing", "print the list of articles that a page holds, as JSON", verb_listing },
	{ "lint", "tell what is wrong with a feed, for its publisher", verb_lint },
	{ "extract", "print the article in a page or a file, as JSON", verb_extract },
	{ "plan", "what another configuration would change", NULL },
	{ "list", "the sources and how they fare", NULL },
	{ "articles", "what the ledger has, and what it holds back", NULL },
	{ "explain", "where an article and each of its fields came from", NULL },
	{ "export", "the ledger as JSON lines, or the sources as OPML", NULL },
	{ "import", "take in an export, or a subscription list", NULL },
	{ "release", "show articles that are held", NULL },
	{ "status", "what the running daemon does", NULL },
	{ "refresh", "have the running daemon poll sources now", NULL },
	{ "worker", NULL, verb_worker },
	{ "limit", NULL, verb_limit },
};

#define N_VERBS (sizeof(verbs) / sizeof(verbs[0]))

static void
print_help(FILE *to)
{
	size_t i;

	fputs("usage: feedwright VERB [OPTION…] [ARGUMENT…]\n\n", to);
	for (i = 0; i < N_VERBS; i++)
		if (verbs[i].what != NULL)
			fprintf(to, "  %-10s %s\n", verbs[i].name, verbs[i].what);
	fputs("\nfeedwright VERB --help tells more of a verb; the manual is feedwright(1).\n", to);
}

int
main(int argc, char **argv)
{
	size_t i;

	signal(SIGPIPE, SIG_IGN); /* a worker or a client that dies while it is written to is told by write() */
	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("feedwright " PACKAGE_VERSION);
		return EXIT_GOOD;
	}
	if (strcmp(argv[1], "--help") == 0) {
		print_help(stdout);
		return EXIT_GOOD;
	}
	for (i = 0; i < N_VERBS; i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return verbs[i].run != NULL ? verbs[i].run(argc - 1, argv + 1) : full_become(argv + 1);
	fprintf(stderr, "feedwright: unknown verb %s; see feedwright --help\n", argv[1]);
	return EXIT_USAGE;
}
