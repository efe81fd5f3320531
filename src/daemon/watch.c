#include "config.h"
#include "daemon/watch.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"

#define SETTLE_MS 200U /* an editor writes, renames and touches: one refresh for all of it */

struct watch {
	uv_fs_event_t event;
	uv_timer_t timer;
	struct daemon *d;
	char *name;
	unsigned n_open; /* handles */
};

static void
on_settled(uv_timer_t *t)
{
	struct watch *w = t->data;

	daemon_refresh(w->d, str_from(w->name));
}

static void
on_change(uv_fs_event_t *event, const char *file, int events, int status)
{
	struct watch *w = event->data;

	(void)file;
	(void)events;
	if (status == 0)
		uv_timer_start(&w->timer, on_settled, SETTLE_MS, 0);
}

static void
on_closed(uv_handle_t *h)
{
	struct watch *w = h->data;

	if (--w->n_open > 0)
		return;
	free(w->name);
	free(w);
}

struct watch *
watch_start(struct daemon *d, const char *seat_name, const char *path)
{
	struct watch *w = mem_zalloc(sizeof(*w));
	int rc;

	w->d = d;
	w->name = mem_strdup(seat_name);
	w->event.data = w->timer.data = w;
	uv_fs_event_init(&d->loop, &w->event);
	uv_timer_init(&d->loop, &w->timer);
	w->n_open = 2;
	rc = uv_fs_event_start(&w->event, on_change, path, 0);
	if (rc == 0)
		return w;
	log_warning("source %s: folder %s is not watched, only rescanned: %s", seat_name, path, uv_strerror(rc));
	watch_close(w);
	return NULL;
}

void
watch_close(struct watch *w)
{
	if (w == NULL)
		return;
	uv_close((uv_handle_t *)&w->event, on_closed);
	uv_close((uv_handle_t *)&w->timer, on_closed);
}
