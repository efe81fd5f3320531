/*
 * What class, id and role of an element say about its part in a page of
 * links, word by word ("post-navigation" is "post" and "navigation"), and which of its
 * class names are the same for all items of a list.
 */
#ifndef EXTRACT_LISTING_WORDS_H
#define EXTRACT_LISTING_WORDS_H

#include "extract/dom.h"

#define LIST_NAV (1U << 0)    /* menus, tags, page numbers, share bars */
#define LIST_SIDE (1U << 1)   /* beside the main list: widgets, "most read" */
#define LIST_HIDDEN (1U << 2)
#define LIST_TITLE (1U << 3)
#define LIST_DATE (1U << 4)
#define LIST_AUTHOR (1U << 5)
#define LIST_TOPIC (1U << 6)  /* the category of an item */
#define LIST_MAIN (1U << 7)
#define LIST_LOGO (1U << 8)   /* pictures that are not an item's */
#define LIST_TEASER (1U << 9) /* the text of an item */

uint32_t listing_words(const xmlNode *n);

/* Whether a text or a part of an address has the version of a program in it: "v1.2", "Release 10.0.3". */
bool listing_names_version(struct str s);

/* True for a class name that tells what an element is: no counters, states or generated names. */
bool listing_class_is_stable(struct str name);
/* A build tool's name: its last part mixes letters and digits. The same for all items of one list, until the next build. */
bool listing_class_is_generated(struct str name);
/* Cuts the next name off *rest, whatever it is. */
bool listing_next_name(struct str *rest, struct str *name);
/* Cuts the next stable class name off *rest; false once nothing is left. */
bool listing_next_class(struct str *rest, struct str *name);

#endif
