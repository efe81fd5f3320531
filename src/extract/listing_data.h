/*
 * Lists of articles that a page has as data rather than as markup: JSON-LD,
 * and the JSON that its scripts start from.
 */
#ifndef EXTRACT_LISTING_DATA_H
#define EXTRACT_LISTING_DATA_H

#include "extract/listing_page.h"

#define DATA_ITEMS_MAX 2000U /* of a page */

/* Articles that JSON-LD lists (ItemList, Blog, collections, several articles side by side), in its order. */
void data_read_jsonld(const struct page *p, struct list *articles);

/* The best array of article-like objects in the state of the page's scripts. */
void data_read_state(const struct page *p, struct list *articles);

/* The same for a body that is JSON itself, such as an interface's answer: one article is enough. */
void data_read_json(const struct page *p, struct str json, struct list *articles);
bool data_is_json(struct str body); /* by its first character */

#endif
