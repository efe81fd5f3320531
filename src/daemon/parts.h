/*
 * What is remembered of the files of a sitemap (source_state.parts), so that
 * only those are fetched that may have something new: files that the index did
 * not name before, or names with another date; and those that it gives no date,
 * by their validators, if they have been fetched before. What was in the index
 * at first and was left out then, as too old, stays out until its date changes;
 * what is left out later has its turn the next time.
 */
#ifndef DAEMON_PARTS_H
#define DAEMON_PARTS_H

#include "model/document.h"
#include "model/source.h"

#define PARTS_KEPT_MAX 2000U /* what is past it counts as never seen */

struct parts;

/* text: from parts_text(), or NULL. What was remembered under other limits of the source is forgotten. */
struct parts *parts_new(const struct source *source, const char *text);
void parts_free(struct parts *p); /* NULL is fine */

/*
 * Whether the part is to be fetched; then its validators, NULL for none, which live as long as p. What an index names
 * is remembered from then on, and all else forgotten.
 */
bool parts_wants(struct parts *p, const struct sitemap_part *part, const char **etag, const char **last_modified);
/* It was, and is good for all that it says; the validators may be NULL. */
void parts_note(struct parts *p, struct str url, const char *etag, const char *last_modified);
/* It did not come: next time it counts as it does now. */
void parts_note_failure(struct parts *p, struct str url);
/* There is no room for it this time. As a failure; but false, and no more of it, when nothing was remembered before: it is too old. */
bool parts_put_off(struct parts *p, struct str url);

/* For source_state.parts; the caller frees it. */
char *parts_text(const struct parts *p);

#endif
