/* feedwright check: everything that is wrong with a configuration, in one run. */
#include "config.h"
#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdio.h>

#include "cli/resources.h"
#include "cli/verbs.h"
#include "daemon/configuration.h"

static const char usage[] = "usage: feedwright check [--config FILE] [--json]\n"
                            "Reads the configuration and tells everything that is wrong with it.\n";

static void
print_json(const struct mistakes *m, const struct settings *s)
{
	cJSON *o = cJSON_CreateObject(), *list;
	char *text;
	size_t i;

	cJSON_AddBoolToObject(o, "good", s != NULL);
	if (s != NULL) {
		cJSON_AddNumberToObject(o, "sources", (double)s->n_sources);
		cJSON_AddNumberToObject(o, "feeds", (double)s->n_feeds);
		cJSON_AddNumberToObject(o, "sites", (double)s->n_sites);
	}
	list = cJSON_AddArrayToObject(o, "mistakes");
	for (i = 0; i < m->n; i++) {
		cJSON *x = cJSON_CreateObject();

		cJSON_AddStringToObject(x, "level", m->list[i].level == MISTAKE_ERROR ? "error" : "warning");
		cJSON_AddStringToObject(x, "file", m->list[i].file);
		cJSON_AddNumberToObject(x, "line", m->list[i].line);
		cJSON_AddNumberToObject(x, "column", m->list[i].column);
		cJSON_AddStringToObject(x, "text", m->list[i].text);
		cJSON_AddItemToArray(list, x);
	}
	text = cJSON_PrintUnformatted(o);
	puts(text);
	cJSON_free(text);
	cJSON_Delete(o);
}

int
verb_check(int argc, char **argv)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	const char *path = default_config();
	struct settings *s;
	struct mistakes m;
	bool is_json = false;
	int c, rc;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'c')
			path = optarg;
		else if (c == 'j')
			is_json = true;
		else {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind + 1 == argc) { /* `check FILE` is what everybody tries first */
		path = argv[optind];
	} else if (optind != argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	mistakes_init(&m);
	s = configuration_load(path, &m);
	if (is_json)
		print_json(&m, s);
	else
		mistakes_print(&m, stderr);
	if (!is_json && s != NULL)
		printf("%s: good: %zu sources, %zu feeds, %zu sites\n", path, s->n_sources, s->n_feeds, s->n_sites);
	rc = s != NULL ? EXIT_GOOD : EXIT_FOUND;
	settings_free(s);
	mistakes_release(&m);
	return rc;
}
