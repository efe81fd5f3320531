#include "config.h"
#include "daemon/site_rules.h"

#include <stdlib.h>

#include "base/mem.h"

_Static_assert(SITES_FOR_MAX < RULE_SETS_MAX, "the source's own rules come before those of sites");

void
site_rules_encode(const struct settings *s, const struct source *source, struct str url, struct buf *out)
{
	const struct rules *sets[RULE_SETS_MAX] = { source != NULL ? source->rules : NULL };
	const struct site *sites[SITES_FOR_MAX];
	char *address = mem_strndup(url);
	size_t i, n = s != NULL ? settings_sites_for(s, address, sites) : 0;

	for (i = 0; i < n; i++)
		sets[i + 1] = sites[i]->rules;
	if (n > 0 || sets[0] != NULL)
		rule_sets_encode(out, sets, n + 1);
	free(address);
}
