/* What sites have said in their robots.txt, kept for as long as that holds, so that a program which ends in between need not ask again. */
#ifndef STORE_SITE_RULES_H
#define STORE_SITE_RULES_H

#include "base/buf.h"
#include "store/store.h"

struct site_rules {
	int64_t until_s; /* Unix seconds; 0: nothing is known */
	bool is_known;   /* it did come; else that is known, and no more */
	struct buf text; /* the caller's */
};

/* key: the site, and whom it speaks to. */
int store_site_rules_get(struct store *s, const char *key, int64_t now_s, struct site_rules *out, struct err *e);
/* Forgets what is over of all sites besides. */
int store_site_rules_save(struct store *s, const char *key, int64_t now_s, const struct site_rules *rules, struct err *e);

#endif
