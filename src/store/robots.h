/* What sites have said in their robots.txt, kept for as long as that holds, so that a program which ends in between need not ask again. */
#ifndef STORE_ROBOTS_H
#define STORE_ROBOTS_H

#include "base/buf.h"
#include "store/store.h"

struct kept_robots {
	int64_t until_s; /* Unix seconds; 0: nothing is known */
	bool is_known;   /* it did come; else that is known, and no more */
	struct buf text; /* the caller's */
};

/* key: the site, and whom it speaks to. */
int store_robots_get(struct store *s, const char *key, int64_t now_s, struct kept_robots *out, struct err *e);
/* Forgets what is over of all sites besides. */
int store_robots_save(struct store *s, const char *key, int64_t now_s, const struct kept_robots *rules, struct err *e);

#endif
