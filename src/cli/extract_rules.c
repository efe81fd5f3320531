/* feedwright extract --config, --sites: the article in a page, by the rules of its site. */
#include "config.h"
#include <stdio.h>

#include "cli/extract_json.h"
#include "cli/resources.h"
#include "cli/verbs.h"
#include "daemon/site_rules.h"

static int
find_rules(const char *config, const char *sites, struct str url, struct buf *rules)
{
	struct settings *s = sites != NULL ? load_sites(sites, "extract") : load_settings(config, "extract");

	if (s == NULL)
		return -1;
	if (url.n == 0)
		fprintf(stderr, "feedwright extract: without --base nobody knows which site the page is from\n");
	site_rules_encode(s, NULL, url, rules);
	settings_free(s);
	return url.n > 0 ? 0 : -1;
}

int
verb_extract_by_rules(int argc, char **argv)
{
	struct document_verb verb = extract_verb;

	verb.find_rules = find_rules;
	return document_verb_run(&verb, argc, argv);
}
