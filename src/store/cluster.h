/*
 * Story clusters: articles of different sources that are one story, because
 * they have one link or nearly one text. An article joins a story when it is
 * recorded, and stays in it; a story is named by its first article. Candidates
 * are found through an index of bands (sketch.h) of articles that were
 * published within days of each other, never by comparing all with all.
 */
#ifndef STORE_CLUSTER_H
#define STORE_CLUSTER_H

#include "model/article.h"
#include "store/store.h"

/* In the writer's transaction, once for each new article. -1 with *e set. */
int cluster_add(struct store *s, int64_t row, int64_t source_id, int64_t published_s, int64_t now_s, const struct article *a, struct err *e);
/* Its link may have changed. */
int cluster_moved(struct store *s, int64_t row, const struct article *a, struct err *e);

#endif
