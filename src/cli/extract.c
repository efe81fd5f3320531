/* feedwright extract: the one article in a page or an article file, as JSON. */
#include "config.h"
#include "cli/extract_json.h"
#include "cli/full.h"
#include "cli/verbs.h"

/* Rules are in the configuration, which only the whole program reads. */
static bool
wants_rules(char *const *argv)
{
	for (; *argv != NULL && strcmp(*argv, "--") != 0; argv++)
		if (str_starts(str_from(*argv), STR("--config")) || str_starts(str_from(*argv), STR("--sites")))
			return true;
	return false;
}

int
verb_extract(int argc, char **argv)
{
	return wants_rules(argv) ? full_become(argv) : document_verb_run(&extract_verb, argc, argv);
}
