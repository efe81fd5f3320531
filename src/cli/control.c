/* feedwright status and refresh: asked of the running daemon over its control socket. */
#include "config.h"
#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/resources.h"
#include "cli/verbs.h"
#include "daemon/control.h"

static const char status_usage[] = "usage: feedwright status [--config FILE | --socket PATH] [--json]\n"
                                   "What the running daemon does, and every source that fails.\n";
static const char refresh_usage[] = "usage: feedwright refresh [--config FILE | --socket PATH] [SOURCE…]\n"
                                    "Asks the running daemon to poll these sources (or all) now.\n";

static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "socket", required_argument, NULL, 's' },
	{ "json", no_argument, NULL, 'j' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };

struct words {
	const char *config, *socket, *verb, *usage;
	bool is_json;
};

/* -1: go on; else the exit status. */
static int
read_words(int argc, char **argv, struct words *w)
{
	int c;

	w->config = default_config();
	w->verb = argv[0];
	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'c')
			w->config = optarg;
		else if (c == 's')
			w->socket = optarg;
		else if (c == 'j')
			w->is_json = true;
		else {
			fputs(w->usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	return -1;
}

/* The daemon's answer as JSON (for cJSON_Delete()), the text in *out; NULL after a message. */
static cJSON *
ask(const struct words *w, const char *request, struct buf *out)
{
	struct settings *s = NULL;
	const char *path = w->socket;
	cJSON *o = NULL;
	struct err e;

	if (path == NULL) {
		s = load_settings(w->config, w->verb);
		if (s == NULL)
			return NULL;
		path = s->control_socket;
	}
	if (control_ask(path, request, out, &e) != 0)
		fprintf(stderr, "feedwright %s: %s\n", w->verb, e.text);
	else if ((o = cJSON_ParseWithLength(out->p, out->n)) == NULL)
		fprintf(stderr, "feedwright %s: %s: an answer that is no JSON\n", w->verb, path);
	settings_free(s);
	return o;
}

static void
print_member(const cJSON *item)
{
	if (cJSON_IsString(item))
		printf("%-18s %s\n", item->string, item->valuestring);
	else if (cJSON_IsNumber(item))
		printf("%-18s %.0f\n", item->string, item->valuedouble);
	else if (cJSON_IsBool(item))
		printf("%-18s %s\n", item->string, cJSON_IsTrue(item) ? "yes" : "no");
}

static const char *
member(const cJSON *o, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, name));

	return text != NULL ? text : "-";
}

static void
print_proposal(const char *lines)
{
	struct str rest = str_from(lines), line;

	printf("  selectors that read the page as it is now:\n");
	while (str_next(&rest, '\n', &line))
		if (line.n > 0)
			printf("    %.*s\n", STR_ARG(line));
}

static void
print_failing(const cJSON *x)
{
	const char *proposal = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(x, "proposal"));

	printf("\n%s: %s\n  failed %.0f times, last good %s, next %s\n", member(x, "source"), member(x, "error"),
	    cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(x, "failures")), member(x, "last_good"), member(x, "next"));
	if (proposal != NULL)
		print_proposal(proposal);
}

static void
print_status(const cJSON *o)
{
	const cJSON *item, *x;

	cJSON_ArrayForEach(item, o)
		print_member(item);
	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(o, "sandbox"))
		print_member(item);
	cJSON_ArrayForEach(x, cJSON_GetObjectItemCaseSensitive(o, "held"))
		printf("\n%s: its ids have changed: %.0f articles are held until %s (feedwright articles --held, feedwright release)\n",
		    member(x, "source"), cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(x, "articles")), member(x, "until"));
	cJSON_ArrayForEach(x, cJSON_GetObjectItemCaseSensitive(o, "gaps"))
		printf("\n%s: possible gap, last %s: polled %.0f times as often\n", member(x, "source"), member(x, "last"),
		    cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(x, "interval_divided_by")));
	cJSON_ArrayForEach(x, cJSON_GetObjectItemCaseSensitive(o, "later"))
		printf("\n%s: %.0f articles wait for their pages, %.0f in a cycle, next %s (full-text-pages)\n", member(x, "source"),
		    cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(x, "pages")),
		    cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(x, "in_a_cycle")), member(x, "next"));
	cJSON_ArrayForEach(x, cJSON_GetObjectItemCaseSensitive(o, "failing"))
		print_failing(x);
}

int
verb_status(int argc, char **argv)
{
	struct words w = { .usage = status_usage };
	int rc = read_words(argc, argv, &w);
	struct buf out;
	cJSON *o;

	if (rc != -1)
		return rc;
	buf_init(&out, CONTROL_ANSWER_MAX);
	o = ask(&w, "status", &out);
	rc = o != NULL ? EXIT_GOOD : EXIT_USAGE;
	if (o != NULL && w.is_json)
		fwrite(out.p, 1, out.n, stdout);
	else if (o != NULL)
		print_status(o);
	cJSON_Delete(o);
	buf_release(&out);
	return rc;
}

int
verb_refresh(int argc, char **argv)
{
	struct words w = { .usage = refresh_usage };
	int rc = read_words(argc, argv, &w), i;
	struct buf request, out;
	cJSON *o;

	if (rc != -1)
		return rc;
	buf_init(&request, CONTROL_LINE_MAX);
	buf_init(&out, CONTROL_ANSWER_MAX);
	buf_add_c(&request, "refresh");
	for (i = optind; i < argc; i++)
		buf_printf(&request, " %s", argv[i]);
	o = ask(&w, request.p, &out);
	rc = EXIT_USAGE;
	if (o != NULL && cJSON_GetObjectItemCaseSensitive(o, "error") != NULL) {
		fprintf(stderr, "feedwright refresh: %s\n", member(o, "error"));
		rc = EXIT_FOUND;
	} else if (o != NULL) {
		printf("%.0f sources are due now\n", cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(o, "refreshed")));
		rc = EXIT_GOOD;
	}
	cJSON_Delete(o);
	buf_release(&request);
	buf_release(&out);
	return rc;
}
