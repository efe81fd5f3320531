/*
 * What a document type declaration says about entities. It is only read, never
 * given to the XML parser: declarations made to blow up are refused here.
 */
#ifndef PARSE_DOCTYPE_H
#define PARSE_DOCTYPE_H

#include "base/arena.h"
#include "base/err.h"

#define DOCTYPE_MAX (64U << 10)        /* bytes: those of real feeds have a few hundred */
#define DOCTYPE_EXPANDED_MAX (64U << 10) /* bytes that one entity may come to, with all that it refers to */

/* 0; -1 with ERR_LIMIT for one that is too large, or has entities that come to too much or refer to themselves. */
int doctype_check(struct arena *a, struct str doctype, struct err *e);

/* A general entity that it declares, when its text has neither markup nor references; empty otherwise. */
struct str doctype_entity(struct str doctype, struct str name);

#endif
