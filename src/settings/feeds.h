/* From feed sections to feeds, with the sources that each of them shows. */
#ifndef SETTINGS_FEEDS_H
#define SETTINGS_FEEDS_H

#include "settings/keys.h"

/* After all sources are there. Without a feed{} there is one, "all". */
void feeds_load(struct loader *ld, const struct conf *conf);

#endif
