#include "config.h"
#include "publish/snapshot.h"

#include <libdeflate.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

#define GZIP_MIN 257U /* bytes: below, headers weigh more than what is saved */
#define GZIP_LEVEL 6
#define ARCHIVE_MAX (64 << 20)      /* bytes of a page that is read */
#define ARCHIVE_MAX_AGE_S 31536000 /* a full page stays as it is */

struct snapshot {
	struct snapshot_info info; /* strings are owned */
	int64_t given_s;           /* the date that came with it; info has the date that is shown */
	char *body;
	size_t n;
	char etag[ETAG_SIZE], etag_gzip[ETAG_SIZE];
	pthread_mutex_t packing; /* over the next two */
	char *gzip;              /* NULL: not made, or no gain */
	size_t gzip_n;
	bool is_packed;
	atomic_uint refs;
};

struct snapshots {
	pthread_mutex_t lock; /* over the map: held for a look or a swap, never for work */
	struct map *by_path;
	char *archive; /* folder; NULL: none */
};

struct snapshots *
snapshots_new(void)
{
	struct snapshots *s = mem_zalloc(sizeof(*s));

	pthread_mutex_init(&s->lock, NULL);
	s->by_path = map_new();
	return s;
}

void
snapshots_set_archive(struct snapshots *s, const char *dir)
{
	free(s->archive);
	s->archive = mem_strdup(dir);
}

void
snapshots_free(struct snapshots *s)
{
	size_t i = 0;
	void *value;

	if (s == NULL)
		return;
	while (map_each(s->by_path, &i, NULL, &value))
		snapshot_unref(value);
	map_free(s->by_path);
	free(s->archive);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

/* The count and the packed form are the only parts that change; to everyone else a snapshot is const. */
static struct snapshot *
writable(const struct snapshot *s)
{
	return (struct snapshot *)(uintptr_t)s;
}

void
snapshot_unref(const struct snapshot *s)
{
	struct snapshot *m = writable(s);

	if (s == NULL || atomic_fetch_sub(&m->refs, 1) > 1)
		return;
	pthread_mutex_destroy(&m->packing);
	free((void *)(uintptr_t)m->info.path);
	free((void *)(uintptr_t)m->info.content_type);
	free(m->body);
	free(m->gzip);
	free(m);
}

const struct snapshot *
snapshot_ref(const struct snapshot *s)
{
	atomic_fetch_add(&writable(s)->refs, 1);
	return s;
}

static struct str
plain(const struct snapshot *s)
{
	return (struct str){ s->body, s->n };
}

/*
 * A feed changes without a new article in it: one grew too old, a title was
 * configured. Other bytes under the date of the ones before would be "not
 * modified" to a reader that sends nothing but the date.
 */
static int64_t
date_to_show(const struct snapshot *old, const struct snapshot_info *info, struct str body)
{
	int64_t now_s;

	if (old == NULL || info->last_modified_s <= 0 || info->last_modified_s > old->info.last_modified_s)
		return info->last_modified_s;
	if (str_eq(plain(old), body))
		return old->info.last_modified_s;
	now_s = clock_now_s();
	return now_s > old->info.last_modified_s ? now_s : old->info.last_modified_s;
}

static struct snapshot *
make(const struct snapshot *old, const struct snapshot_info *info, struct str body)
{
	struct snapshot *s = mem_zalloc(sizeof(*s));
	struct sha256 h = hash_sha256(body);
	char hex[SHA256_HEX_SIZE];

	s->info = *info;
	s->info.path = mem_strdup(info->path);
	s->info.content_type = mem_strdup(info->content_type);
	s->info.last_modified_s = date_to_show(old, info, body);
	s->given_s = info->last_modified_s;
	s->body = mem_strndup(body);
	s->n = body.n;
	hash_hex(&h, hex);
	snprintf(s->etag, sizeof(s->etag), "\"%.32s\"", hex);
	snprintf(s->etag_gzip, sizeof(s->etag_gzip), "\"%.32s-gz\"", hex);
	pthread_mutex_init(&s->packing, NULL);
	atomic_init(&s->refs, 1);
	return s;
}

static bool
is_same(const struct snapshot *s, const struct snapshot_info *info, struct str body)
{
	return str_eq(plain(s), body) && strcmp(s->info.content_type, info->content_type) == 0 &&
	       s->given_s == info->last_modified_s && s->info.max_age_s == info->max_age_s;
}

static const struct snapshot *
find(struct snapshots *s, const char *path)
{
	struct snapshot *found;

	pthread_mutex_lock(&s->lock);
	found = map_get(s->by_path, str_from(path));
	if (found != NULL)
		atomic_fetch_add(&found->refs, 1);
	pthread_mutex_unlock(&s->lock);
	return found;
}

void
snapshots_put(struct snapshots *s, const struct snapshot_info *info, struct str body)
{
	const struct snapshot *old = find(s, info->path);
	struct snapshot *new, *replaced;

	if (old == NULL || !is_same(old, info, body)) {
		new = make(old, info, body);
		pthread_mutex_lock(&s->lock);
		replaced = map_put(s->by_path, str_from(info->path), new);
		pthread_mutex_unlock(&s->lock);
		snapshot_unref(replaced);
	}
	snapshot_unref(old);
}

void
snapshots_remove(struct snapshots *s, const char *path)
{
	struct snapshot *removed;

	pthread_mutex_lock(&s->lock);
	removed = map_remove(s->by_path, str_from(path));
	pthread_mutex_unlock(&s->lock);
	snapshot_unref(removed);
}

void
snapshots_remove_below(struct snapshots *s, const char *folder)
{
	struct map *all = map_new();
	struct str path;
	void *value;
	size_t i;
	char *name;

	pthread_mutex_lock(&s->lock);
	for (i = 0; map_each(s->by_path, &i, &path, &value);)
		if (str_starts(path, str_from(folder)))
			map_put(all, path, s);
	pthread_mutex_unlock(&s->lock);
	for (i = 0; map_each(all, &i, &path, &value);) {
		name = mem_strndup(path);
		snapshots_remove(s, name);
		free(name);
	}
	map_free(all);
}

/* The type of an archive page by its path; NULL for any other path: nothing else is looked for on disk. */
static const char *
archive_type(struct str path)
{
	static const char *const types[][2] = { { ".atom", "application/atom+xml; charset=utf-8" },
		{ ".rss", "application/rss+xml; charset=utf-8" }, { ".json", "application/feed+json; charset=utf-8" } };
	struct str name, number;
	size_t slash, i;

	if (!str_starts(path, STR("/feeds/")))
		return NULL;
	path = str_skip(path, strlen("/feeds/"));
	slash = str_find_char(path, '/');
	name = str_head(path, slash);
	number = str_skip(path, slash == STR_NPOS ? path.n : slash + 1);
	for (i = 0; i < name.n; i++)
		if (!ascii_is_alnum(name.p[i]) && memchr("._-", name.p[i], 3) == NULL)
			return NULL;
	if (name.n == 0 || name.p[0] == '.' || !str_starts(number, STR("archive-")))
		return NULL;
	number = str_skip(number, strlen("archive-"));
	for (i = 0; i < number.n && ascii_is_digit(number.p[i]); i++)
		;
	number = i > 0 ? str_skip(number, i) : STR_NONE;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_is(number, types[i][0]))
			return types[i][1];
	return NULL;
}

static bool
has_feed_of(struct snapshots *s, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *feed = mem_printf("%.*s.atom", (int)(slash - path), path);
	const struct snapshot *found = find(s, feed);

	snapshot_unref(found);
	free(feed);
	return found != NULL;
}

static const struct snapshot *
read_archive(struct snapshots *s, const char *path)
{
	const char *type = s->archive != NULL ? archive_type(str_from(path)) : NULL;
	struct snapshot_info info = { .path = path, .content_type = type, .max_age_s = ARCHIVE_MAX_AGE_S };
	const struct snapshot *made = NULL;
	char *name, *bytes;
	struct stat st;
	FILE *f;

	if (type == NULL || !has_feed_of(s, path))
		return NULL;
	name = mem_printf("%s/%s", s->archive, path + strlen("/feeds/"));
	f = fopen(name, "re");
	free(name);
	if (f == NULL)
		return NULL;
	if (fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) && st.st_size < ARCHIVE_MAX) {
		bytes = mem_alloc((size_t)st.st_size + 1);
		info.last_modified_s = st.st_mtime;
		if (fread(bytes, 1, (size_t)st.st_size, f) == (size_t)st.st_size)
			made = make(NULL, &info, (struct str){ bytes, (size_t)st.st_size });
		free(bytes);
	}
	fclose(f);
	return made;
}

const struct snapshot *
snapshot_get(struct snapshots *s, const char *path)
{
	const struct snapshot *found = find(s, path);

	return found != NULL ? found : read_archive(s, path);
}

const struct snapshot_info *
snapshot_facts(const struct snapshot *s)
{
	return &s->info;
}

struct str
snapshot_body(const struct snapshot *s)
{
	return plain(s);
}

static void
pack(struct snapshot *s)
{
	struct libdeflate_compressor *z;
	size_t n;

	s->is_packed = true;
	if (s->n < GZIP_MIN || (z = libdeflate_alloc_compressor(GZIP_LEVEL)) == NULL)
		return;
	s->gzip = mem_alloc(s->n);
	n = libdeflate_gzip_compress(z, s->body, s->n, s->gzip, s->n - 1); /* 0: not smaller */
	libdeflate_free_compressor(z);
	if (n == 0) {
		free(s->gzip);
		s->gzip = NULL;
	} else {
		s->gzip = mem_realloc(s->gzip, n);
		s->gzip_n = n;
	}
}

struct str
snapshot_gzip(const struct snapshot *s)
{
	struct snapshot *m = writable(s);

	pthread_mutex_lock(&m->packing);
	if (!m->is_packed)
		pack(m);
	pthread_mutex_unlock(&m->packing);
	return m->gzip != NULL ? (struct str){ m->gzip, m->gzip_n } : STR_NONE;
}

const char *
snapshot_etag(const struct snapshot *s, bool is_gzip)
{
	return is_gzip ? s->etag_gzip : s->etag;
}
