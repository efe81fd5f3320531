/*
 * Is a new version of an article an edit, or was it only touched up? Compared
 * is what a reader gets: title, summary, the text of the content, the paths of
 * its links and the names of its images; the article's image, caption and
 * credit; enclosures; authors' names. Not compared, in all of these:
 *
 * - white space, and markup that shows nothing,
 * - hosts, schemes and tracking parameters of addresses, the whole query of images,
 * - counters: a number beside a word such as comments, views, likes, shares,
 * - relative times: "3 hours ago", "vor 3 Stunden", "just now".
 *
 * Every other number counts: a toll that rises is an edit.
 *
 * What is no edit is quiet where feeds show it all the same: another host of a
 * link, categories, ids, sizes. Counts of comments and views are nothing.
 */
#ifndef STORE_MATERIAL_H
#define STORE_MATERIAL_H

#include "base/arena.h"
#include "model/article.h"

enum edit { EDIT_NONE = 0, EDIT_QUIET, EDIT_MATERIAL };

enum edit material_compare(struct arena *a, const struct article *old, const struct article *new);

#endif
