/* From sections and subscription lists to sources. */
#ifndef SETTINGS_SOURCES_H
#define SETTINGS_SOURCES_H

#include "settings/keys.h"

/* defaults{} and then every source{}. */
void sources_load(struct loader *ld, const struct conf *conf);
/* What the lists named by `subscriptions` add; after sources_load(), which they never override. */
void sources_subscribe(struct loader *ld, const struct conf *conf);

/* The title of a section as a value: reports a missing, malformed or repeated one. 0 when it names the index-th thing of names. */
int section_name(struct loader *ld, const struct conf_section *s, struct map *names, size_t index);

#endif
