/*
 * How the pages of articles on a site are to be read, whichever source has
 * them. Made by settings/, immutable afterwards; strings belong to the settings.
 */
#ifndef MODEL_SITE_H
#define MODEL_SITE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/rule.h"

struct site_address {
	char *host; /* lower case, without "www."; "" is any */
	char *path; /* what paths begin with, at a whole segment; "" is any */
	bool has_subdomains;
};

struct site {
	char *name;
	struct site_address *addresses;
	size_t n_addresses;
	struct rules *rules; /* RULE_COUNT of them, as page_rules.h reads them; NULL: none at all */
	char *file;
	unsigned line;
};

#endif
