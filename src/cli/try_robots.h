/* What `feedwright try` tells of a site's robots.txt, before it looks at a page of an article as nobody forbids to people. */
#ifndef CLI_TRY_ROBOTS_H
#define CLI_TRY_ROBOTS_H

#include "fetch/fetch.h"

/* Fetches it, as the source's requests are made, and tells whether the daemon would ask for that page. */
void try_tell_robots(const struct fetch_request *page);

#endif
