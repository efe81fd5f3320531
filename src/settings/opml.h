/*
 * OPML subscription lists: each outline with an xmlUrl is a subscription, the
 * outlines around it and its categories are tags. Trusted as far as a file of
 * the operator's is: no DOCTYPE, no network, no other files.
 */
#ifndef SETTINGS_OPML_H
#define SETTINGS_OPML_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

#define OPML_NAMESPACE "https://feedwright.example.org/ns/opml"
#define OPML_DEPTH_MAX 64
#define OPML_OUTLINES_MAX 100000
#define OPML_TAGS_MAX 64 /* for one outline; more are dropped */

/* Everything is borrowed and gone after the call. */
struct opml_outline {
	struct str url; /* as written, "feed:" resolved to http or https; never empty */
	struct str title; /* title or text; may be empty */
	const struct str *tags; /* n_tags, outermost folder first, each once */
	size_t n_tags;
	struct str name, options; /* attributes of OPML_NAMESPACE: the source's name, and keys as in the configuration; may be empty */
	unsigned line;
};

typedef void opml_outline_fn(const struct opml_outline *o, void *arg);

/*
 * Calls fn for each subscription in document order. -1 with the reason in *e and its line in *line (0: none);
 * what was found before has been given to fn.
 */
int opml_read(struct str bytes, opml_outline_fn *fn, void *arg, unsigned *line, struct err *e);

#endif
