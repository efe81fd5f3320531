/*
 * What is served: a path and the bytes that stand there now. Snapshots are
 * immutable and counted, so that the server sends one version from start to
 * end while the publish lane puts the next one in its place. Any thread.
 */
#ifndef PUBLISH_SNAPSHOT_H
#define PUBLISH_SNAPSHOT_H

#include <stdint.h>

#include "base/str.h"

#define ETAG_SIZE 40 /* '"', 32 hexadecimal digits, '"' and NUL, with room for "-gz" */

struct snapshot_info {
	const char *path;         /* "/feeds/world.atom" */
	const char *content_type; /* with its charset */
	int64_t last_modified_s;  /* Unix time; 0: unknown */
	int64_t max_age_s;        /* of Cache-Control */
};

struct snapshot;
struct snapshots;

struct snapshots *snapshots_new(void);
/*
 * Archive pages of feeds, "/feeds/NAME/archive-N.ENDING", are read from dir/NAME/archive-N.ENDING when they are asked
 * for and nobody has put them here, as long as "/feeds/NAME.atom" is: there may be more than memory. They never change. Before any thread asks.
 */
void snapshots_set_archive(struct snapshots *s, const char *dir);
void snapshots_free(struct snapshots *s); /* NULL is fine; references that are out stay good */

/*
 * Copies all it is given. The same bytes and facts once more keep the snapshot that is there. New bytes
 * with a date that is not newer are shown with the date of now, as If-Modified-Since knows nothing but dates.
 */
void snapshots_put(struct snapshots *s, const struct snapshot_info *info, struct str body);
void snapshots_remove(struct snapshots *s, const char *path);
void snapshots_remove_below(struct snapshots *s, const char *folder); /* all paths that begin with it */

const struct snapshot *snapshot_get(struct snapshots *s, const char *path); /* a reference, or NULL */
void snapshot_unref(const struct snapshot *s);
const struct snapshot *snapshot_ref(const struct snapshot *s);

const struct snapshot_info *snapshot_facts(const struct snapshot *s);
struct str snapshot_body(const struct snapshot *s);
/* The body as gzip, made at the first call (others wait for it); empty where that gains nothing. */
struct str snapshot_gzip(const struct snapshot *s);
/* Strong: a hash of the bytes. The compressed form has its own, as it is another representation (RFC 9110, 8.8.3). */
const char *snapshot_etag(const struct snapshot *s, bool is_gzip);

#endif
