/*
 * The ledger as JSON lines, out and in again: one object a line, sources
 * before their articles, articles as they were recorded. Numbers that are
 * hashes are texts, for JSON has no 64-bit integers.
 *
 *	{"ledger":1}
 *	{"source":"lwn","address":"https://…","identity":0,"facts":{…}}
 *	{"article":"https://…","source":"lwn","first_seen":"…",…,"keys":["…"],"content":{…},"revisions":[{…}]}
 */
#ifndef STORE_LINES_H
#define STORE_LINES_H

#include "store/store.h"

#define LINES_VERSION 1

/* Called with each line, its end included; another value than 0 ends it all, and is what lines_export() returns then. */
typedef int lines_fn(struct str line, void *arg);
int lines_export(struct store *s, lines_fn *fn, void *arg, struct err *e);

struct lines_import {
	struct store *s; /* a writer; the caller begins and commits */
	uint64_t n_articles, n_known; /* taken in; there already, left as they are */
	unsigned n_sources;
};

/* One line. -1 with ERR_INPUT naming what is wrong with it, or ERR_LOCAL. */
int lines_import(struct lines_import *in, struct str line, struct err *e);

#endif
