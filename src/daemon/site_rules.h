/* The rules for an article's own page, on their way to a worker: its source's, and those of the sites that it may belong to. */
#ifndef DAEMON_SITE_RULES_H
#define DAEMON_SITE_RULES_H

#include "base/buf.h"
#include "settings/settings.h"

/*
 * Appends them for the page that came from url, as job.rules has them; nothing when there are none. source may be NULL: the
 * page is of none, and settings may be: there are no sites.
 */
void site_rules_encode(const struct settings *s, const struct source *source, struct str url, struct buf *out);

#endif
