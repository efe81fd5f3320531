#include "config.h"
#include "daemon/bring.h"

#include <stdlib.h>

#include "base/mem.h"
#include "daemon/program.h"

struct bringing {
	struct daemon *d;
	const struct source *source;
	const char *url;
	struct fetch_result result;
	fetch_done_fn *done;
	void *arg;
};

/* The only way out. */
static void
finish(struct bringing *b)
{
	b->done(&b->result, b->arg);
	fetch_result_release(&b->result);
	free(b);
}

static struct program_options
program_of(const struct bringing *b, char *const *argv)
{
	const struct source *s = b->source;

	return (struct program_options){ .loop = &b->d->loop, .list = &b->d->programs, .own_program = b->d->options->program, .argv = argv,
		.user = s->user, .source = s->name, .url = b->url, .output_max = s->size_max, .timeout_ms = s->timeout_s * 1000 };
}

static void
on_filtered(struct program_result *r, void *arg)
{
	struct bringing *b = arg;

	b->result.err = r->err;
	if (r->err.kind == ERR_NONE && r->output.n == 0)
		err_set(&b->result.err, ERR_INPUT, "%s: nothing came out of the filter", b->source->filter[0]);
	if (b->result.err.kind != ERR_NONE)
		b->result.status = 0;
	buf_release(&b->result.body);
	b->result.body = r->output;
	buf_init(&r->output, r->output.max);
	finish(b);
}

static void
filter(struct bringing *b)
{
	struct program_options o = program_of(b, b->source->filter);

	if (b->source->filter == NULL || b->result.body.n == 0) {
		finish(b);
	} else if (b->result.err.kind != ERR_NONE) { /* a part of it: a filter may make anything of that */
		buf_release(&b->result.body);
		finish(b);
	} else {
		o.input = buf_str(&b->result.body);
		program_start(&o, on_filtered, b);
	}
}

static void
on_fetched(struct fetch_result *r, void *arg)
{
	struct bringing *b = arg;

	b->result = *r; /* taken over */
	*r = (struct fetch_result){ .status = 0 };
	buf_init(&r->body, 0);
	filter(b);
}

static void
on_output(struct program_result *r, void *arg)
{
	struct bringing *b = arg;

	b->result = (struct fetch_result){ .err = r->err, .status = r->err.kind == ERR_NONE ? 200 : 0, .body = r->output, .max_age_s = -1 };
	buf_init(&r->output, r->output.max);
	filter(b);
}

struct fetch_request
bring_request(const struct source *source, const char *url)
{
	return (struct fetch_request){
		.url = url,
		.user_agent = source->user_agent,
		.headers = source->headers,
		.n_headers = source->n_headers,
		.username = source->username,
		.password = source->password,
		.proxy = source->proxy,
		.cookies = source->cookies,
		.timeout_ms = source->timeout_s * 1000,
		.body_max = source->size_max,
		.allow_private = source->allow_private,
		.trusted_origin_url = source->command == NULL ? source->url : NULL,
	};
}

void
bring_start(struct daemon *d, const struct source *source, const struct fetch_request *request, fetch_done_fn *done, void *arg)
{
	struct bringing *b = mem_zalloc(sizeof(*b));
	struct program_options o;

	b->d = d;
	b->source = source;
	b->url = source->command == NULL ? request->url : NULL;
	b->done = done;
	b->arg = arg;
	if (source->command == NULL) {
		fetch_start(d->fetcher, request, on_fetched, b);
		return;
	}
	o = program_of(b, source->command);
	program_start(&o, on_output, b);
}
