/* Any text as the configuration: mistakes with their places, or settings; never something in between. */
#include "config.h"
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "settings/settings.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	static int fd = -1;
	struct mistakes m;
	struct settings *s;
	struct str path;
	size_t i;

	if (fd == -1)
		fd = memfd_create("settings", MFD_CLOEXEC);
	FUZZ_CHECK(fd != -1 && ftruncate(fd, 0) == 0 && pwrite(fd, bytes.p, bytes.n, 0) == (ssize_t)bytes.n);
	path = arena_printf(a, "/proc/self/fd/%d", fd);
	mistakes_init(&m);
	s = settings_load(path.p, &m);
	FUZZ_CHECK((s != NULL) == (m.n_errors == 0));
	FUZZ_CHECK(s == NULL || (s->n_feeds > 0 && s->state_dir != NULL && s->public_url != NULL));
	for (i = 0; i < m.n; i++)
		FUZZ_CHECK(m.list[i].text[0] != '\0' && strchr(m.list[i].text, '\n') == NULL);
	settings_free(s);
	mistakes_release(&m);
}
