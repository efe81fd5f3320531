#include "config.h"
#include "daemon/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "compose/archive.h"
#include "publish/file.h"
#include "render/render.h"

#define PAGE_MAX (64U << 20) /* bytes of one rendered page */
#define OPEN_MAX_AGE_S 300

static const struct {
	const char *ending, *content_type;
	enum feed_format format;
} outputs[] = {
	{ "atom", "application/atom+xml; charset=utf-8", FEED_ATOM },
	{ "rss", "application/rss+xml; charset=utf-8", FEED_RSS },
	{ "json", "application/feed+json; charset=utf-8", FEED_JSON },
};
#define N_OUTPUTS (sizeof(outputs) / sizeof(outputs[0]))

/* A page being written. */
struct page {
	struct shelf *shelf;
	struct daemon *d;
	const struct generation *gen;
	const struct feed *feed;
	int64_t number, n_pages;
	struct err *e;
};

void
shelf_release(struct shelf *s)
{
	store_close(s->store);
}

static int
make_folder(const char *path, struct err *e)
{
	if (mkdir(path, 0755) != 0 && errno != EEXIST)
		return err_set(e, ERR_LOCAL, "archive %s: %s", path, strerror(errno));
	return 0;
}

static char *
page_path(const char *dir, const char *between, const struct page *p, const char *ending)
{
	return mem_printf("%s/%s%s/archive-%" PRId64 ".%s", dir, between, p->feed->name, p->number, ending);
}

static bool
is_written(const struct page *p)
{
	char *path;
	size_t i;
	bool has_all = true;

	for (i = 0; i < N_OUTPUTS && has_all; i++) {
		path = page_path(p->gen->settings->state_dir, "archive/", p, outputs[i].ending);
		has_all = access(path, R_OK) == 0;
		free(path);
	}
	return has_all;
}

/* Beside the feeds. */
static int
put_beside(const struct page *p, size_t output, struct str body)
{
	const char *dir = p->gen->settings->output_dir;
	char *path;
	int rc;

	if (dir == NULL)
		return 0;
	path = mem_printf("%s/%s", dir, p->feed->name);
	rc = make_folder(path, p->e);
	free(path);
	if (rc != 0)
		return -1;
	path = page_path(dir, "", p, outputs[output].ending);
	rc = publish_file(path, body, p->e);
	free(path);
	return rc;
}

/* A page that is full goes to its file, which the server reads; the last one is in memory, as feeds are. */
static int
put_for_server(const struct page *p, size_t output, struct str body, int64_t changed_s)
{
	bool is_last = p->number == p->n_pages;
	char *url = mem_printf("/feeds/%s/archive-%" PRId64 ".%s", p->feed->name, p->number, outputs[output].ending);
	const struct snapshot_info info = { .path = url, .content_type = outputs[output].content_type, .last_modified_s = changed_s,
		.max_age_s = OPEN_MAX_AGE_S };
	char *path = page_path(p->gen->settings->state_dir, "archive/", p, outputs[output].ending);
	int rc = 0;

	if (!is_last)
		rc = publish_file(path, body, p->e);
	if (rc == 0 && p->d->snapshots != NULL) {
		if (is_last)
			snapshots_put(p->d->snapshots, &info, body);
		else
			snapshots_remove(p->d->snapshots, url);
	}
	free(path);
	free(url);
	return rc;
}

static int
write_page(const struct page *p)
{
	struct render_site site = { .public_url = p->gen->settings->public_url };
	struct composition c;
	struct arena a;
	struct buf body;
	size_t i;
	int rc;

	arena_init(&a, SIZE_MAX / 4, NULL);
	buf_init(&body, PAGE_MAX);
	rc = archive_compose(p->gen->composer, p->shelf->store, p->feed, p->number, p->n_pages, clock_now_s(), &a, &c, p->e);
	for (i = 0; i < N_OUTPUTS && rc == 0; i++) {
		buf_clear(&body);
		if (render_feed(outputs[i].format, &c, &site, &body) != 0)
			rc = err_set(p->e, ERR_LIMIT, "feed %s: archive page %" PRId64 " is over %u bytes", p->feed->name, p->number, PAGE_MAX);
		if (rc == 0)
			rc = put_beside(p, i, buf_str(&body));
		if (rc == 0) /* last: what is in state-dir is done */
			rc = put_for_server(p, i, buf_str(&body), c.updated_s);
	}
	buf_release(&body);
	arena_release(&a);
	return rc;
}

/* The last page every time, and those before it that have no file yet: the oldest first, so that an interrupted run leaves no gap. */
static int
write_pages(struct page *p)
{
	p->number = p->n_pages;
	do
		p->number--;
	while (p->number > 0 && !is_written(p));
	while (++p->number <= p->n_pages)
		if (write_page(p) != 0)
			return -1;
	return 0;
}

void
shelf_withdraw(struct daemon *d, const struct settings *set, const char *feed)
{
	char *path = mem_printf("/feeds/%s/", feed);
	struct dirent *entry;
	DIR *dir;

	if (d->snapshots != NULL)
		snapshots_remove_below(d->snapshots, path);
	free(path);
	if (set->output_dir == NULL)
		return;
	path = mem_printf("%s/%s", set->output_dir, feed);
	dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (strncmp(entry->d_name, "archive-", strlen("archive-")) == 0)
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir != NULL) {
		closedir(dir);
		rmdir(path); /* unless something else is in it */
	}
	free(path);
}

static int
make_folders(const struct settings *set, const struct feed *feed, struct err *e)
{
	char *top = mem_printf("%s/archive", set->state_dir), *path = mem_printf("%s/archive/%s", set->state_dir, feed->name);
	int rc = make_folder(top, e) == 0 ? make_folder(path, e) : -1;

	free(top);
	free(path);
	return rc;
}

int
shelf_publish(struct shelf *s, struct daemon *d, const struct generation *gen, struct composition *c, struct arena *a, bool *has_more,
    struct err *e)
{
	const struct settings *set = gen->settings;
	struct page p = { .shelf = s, .d = d, .gen = gen, .feed = c->feed, .e = e };
	struct archive_change change;

	if (s->store == NULL && store_open(&s->store, set->store, set->state_dir, STORE_WRITER, e) != 0)
		return -1;
	if (make_folders(set, c->feed, e) != 0 || archive_update(gen->composer, s->store, c->feed, clock_now_s(), &change, e) != 0)
		return -1;
	*has_more = change.has_more;
	p.n_pages = change.page;
	if (p.n_pages > 0 && write_pages(&p) != 0)
		return -1;
	return archive_join(s->store, c, change.page, a, e);
}
