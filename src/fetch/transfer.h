/*
 * One easy handle of libcurl and what it brings, used for one request after
 * another: what is always the same is set once, the rest only when it differs.
 */
#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "fetch/curl_loop.h"
#include "fetch/head.h"
#include "model/source.h"

/* What one request is made of; strings live until the transfer has ended. */
struct transfer_plan {
	const char *url; /* no user:password@ in it */
	const char *etag, *last_modified, *user_agent, *username, *password, *cookies, *proxy; /* NULL: none */
	const struct header *headers;
	size_t n_headers, body_max;
	int64_t timeout_ms;
	bool may_be_private;
};

struct transfer;
/* A connection to a private address was refused: t->err says so, and the transfer need not go on. From inside libcurl. */
typedef void transfer_refused_fn(struct transfer *t);

struct transfer {
	CURL *easy;
	struct curl_loop *loop;
	transfer_refused_fn *refused;
	void *owner;
	struct transfer *next_free;
	struct transfer_plan plan;
	long status;       /* 0: none yet */
	struct head head;
	struct buf body;
	struct err err;    /* why we ended it, if we did */
	char reason[CURL_ERROR_SIZE];
	struct buf lines;  /* text of header lines */
	struct curl_slist *nodes;
	size_t n_nodes;
	bool has_username, has_cookies, has_proxy; /* set in easy just now */
	char *user_agent;                          /* the same; NULL: ours */
};

struct transfer *transfer_new(struct curl_loop *loop, transfer_refused_fn *refused); /* NULL when libcurl does not want to */
void transfer_free(struct transfer *t);

int transfer_start(struct transfer *t, const struct transfer_plan *plan); /* 0; or -1 and t->err */
void transfer_stop(struct transfer *t); /* takes it out of the loop, ended or not */
/* What the end means: t->status, and t->err unless all went well. */
void transfer_settle(struct transfer *t, CURLcode code);
/* Nothing but the end of the connection has ended the body (RFC 9112, 6.3, the last case). */
bool transfer_is_open_ended(const struct transfer *t);

#endif
