/* Who publishes a page: the name of its site and its slogan. */
#ifndef EXTRACT_SITE_H
#define EXTRACT_SITE_H

#include "extract/metadata.h"

/*
 * Fills m->site_name. A name that the page does not declare is what it calls the link to its front page, or a part of
 * <title>, where a second thing repeats it: <title>, the host, the line with the copyright, the title of a feed.
 */
void site_read_name(struct metadata *m);

/* Fills m->slogan, knowing name and titles: what is declared, else the line of words right behind the link to the front page. */
void site_read_slogan(struct metadata *m);

#endif
