#include "config.h"
#include "cli/resources.h"

#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "cli/common.h"
#include "daemon/configuration.h"

const char *
default_config(void)
{
	const char *path = getenv("FEEDWRIGHT_CONFIG");

	return path != NULL && path[0] != '\0' ? path : SYSCONFDIR "/feedwright/feedwright.conf";
}

static struct settings *
load(struct settings *(*from)(const char *path, struct mistakes *out), const char *path, const char *what, const char *verb)
{
	struct mistakes m;
	struct settings *s;

	mistakes_init(&m);
	s = from(path, &m);
	if (s == NULL) {
		mistakes_print(&m, stderr);
		fprintf(stderr, "feedwright %s: the %s %s cannot be used\n", verb, what, path);
	}
	mistakes_release(&m);
	return s;
}

struct settings *
load_settings(const char *path, const char *verb)
{
	return load(configuration_load, path, "configuration", verb);
}

struct settings *
load_sites(const char *dir, const char *verb)
{
	return load(configuration_load_sites, dir, "sites", verb);
}

struct store *
open_ledger(const char *config, const char *verb, struct settings **out)
{
	struct store *store = NULL;
	struct err e;

	*out = load_settings(config, verb);
	if (*out != NULL && store_open(&store, (*out)->store, (*out)->state_dir, STORE_READER, &e) != 0)
		fprintf(stderr, "feedwright %s: %s\n", verb, e.text);
	return store;
}

struct fetch_wait {
	struct fetcher *fetcher;
	struct fetch_result *out;
};

static void
on_fetcher_closed(void *arg)
{
	(void)arg;
}

static void
on_fetched(struct fetch_result *r, void *arg)
{
	struct fetch_wait *w = arg;

	*w->out = *r;
	*r = (struct fetch_result){ .status = 0 };
	buf_init(&r->body, 0);
	fetcher_close(w->fetcher, on_fetcher_closed, NULL);
}

void
fetch_and_wait(struct fetch_request *request, struct fetch_result *out)
{
	struct fetcher_options o = { .connections = 1, .host_connections = 1 };
	struct fetch_wait w = { .out = out };
	uv_loop_t loop;

	if (request->timeout_ms == 0)
		request->timeout_ms = FETCH_TIMEOUT_MS;
	if (request->body_max == 0)
		request->body_max = BODY_MAX;
	uv_loop_init(&loop);
	w.fetcher = fetcher_new(&loop, &o);
	fetch_start(w.fetcher, request, on_fetched, &w);
	uv_run(&loop, UV_RUN_DEFAULT);
	uv_loop_close(&loop);
}

static void
on_program(struct program_result *r, void *arg)
{
	*(struct program_result *)arg = *r;
	buf_init(&r->output, 0);
}

void
run_program_and_wait(const struct source *s, char *const *argv, struct str input, struct program_result *out)
{
	struct program *list = NULL;
	uv_loop_t loop;
	struct program_options o = { .loop = &loop, .list = &list, .own_program = own_program(), .argv = argv, .user = s->user, .source = s->name,
		.url = s->command == NULL ? s->url : NULL, .input = input, .output_max = s->size_max, .timeout_ms = s->timeout_s * 1000 };

	uv_loop_init(&loop);
	program_start(&o, on_program, out);
	uv_run(&loop, UV_RUN_DEFAULT);
	uv_loop_close(&loop);
}
