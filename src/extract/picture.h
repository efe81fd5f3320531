/*
 * A picture in a page: where it comes from, whether it is one to show, and what
 * of its address says that another address is the same picture in another size.
 */
#ifndef EXTRACT_PICTURE_H
#define EXTRACT_PICTURE_H

#include "extract/dom.h"

#define PICTURE_KEYS 3U
#define PICTURE_KEY_MIN 5U /* bytes: a shorter key tells no pictures apart */

/* An address of the web that is no logo, avatar or placeholder by its name. */
bool picture_is_url(struct str url);
/* False for an icon by its width and height; true where the page does not say. */
bool picture_is_big(const xmlNode *img);

/* As it stands in the page: what a script would load before src; empty for data: and without any. */
struct str picture_source(const xmlNode *img);

/* The surest first: the file's name without ending and size, a number in it, its folder and the name's first part. Parts of url, empty where it has none. */
void picture_keys(struct str url, struct str keys[PICTURE_KEYS]);
/* Whether one of the element's sources or data attributes holds the key. */
bool picture_has_key(const xmlNode *n, struct str key);

#endif
