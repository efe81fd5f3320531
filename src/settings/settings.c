#include "config.h"
#include "settings/settings.h"

#include <pwd.h>
#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "settings/feeds.h"
#include "settings/keys.h"
#include "settings/sites.h"
#include "settings/sources.h"

#define SOCKET_PATH_MAX (sizeof(((struct sockaddr_un *)0)->sun_path) - 1)

/* ---- what is not written ---- */

static char *
home(void)
{
	const char *dir = getenv("HOME");
	const struct passwd *pw;

	if (dir != NULL && dir[0] == '/')
		return (char *)(uintptr_t)dir;
	pw = getpwuid(getuid());
	return pw != NULL && pw->pw_dir != NULL && pw->pw_dir[0] == '/' ? pw->pw_dir : NULL;
}

/* What systemd made for us, the system's place for root, the user's own for everybody else. */
static char *
default_state_dir(struct loader *ld, const struct conf *conf)
{
	struct str given = str_from(getenv("STATE_DIRECTORY")), first = STR_NONE;
	const char *state = getenv("XDG_STATE_HOME"), *dir;

	str_next(&given, ':', &first); /* systemd.exec(5): more than one are joined by colons */
	if (first.n > 0 && first.p[0] == '/')
		return arena_strdup(ld->strings, first);
	if (geteuid() == 0)
		return arena_strdup(ld->strings, STR("/var/lib/feedwright"));
	if (state != NULL && state[0] == '/')
		return (char *)(uintptr_t)arena_printf(ld->strings, "%s/feedwright", state).p;
	dir = home();
	if (dir == NULL) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &conf->top.at, "state-dir is not set, and there is no home folder for a default");
		return arena_strdup(ld->strings, STR("/"));
	}
	return (char *)(uintptr_t)arena_printf(ld->strings, "%s/.local/state/feedwright", dir).p;
}

/* Of the first TCP address; one that stands for every interface is this machine's name for itself. */
static char *
default_public_url(struct loader *ld)
{
	const struct settings *s = ld->s;
	const struct listen_address *a = NULL;
	const char *host;
	size_t i;

	for (i = 0; i < s->n_listen && a == NULL; i++)
		if (s->listen[i].host != NULL)
			a = &s->listen[i];
	if (a == NULL)
		return arena_strdup(ld->strings, STR("http://localhost"));
	host = strcmp(a->host, "0.0.0.0") == 0 || strcmp(a->host, "::") == 0 ? "localhost" : a->host;
	if (a->port == 80 || a->port == 0)
		return (char *)(uintptr_t)arena_printf(ld->strings, strchr(host, ':') ? "http://[%s]" : "http://%s", host).p;
	return (char *)(uintptr_t)arena_printf(ld->strings, strchr(host, ':') ? "http://[%s]:%u" : "http://%s:%u", host, a->port).p;
}

/* True for outer itself and all below it. */
static bool
is_inside(const char *path, const char *outer)
{
	size_t n = strlen(outer);

	return strncmp(path, outer, n) == 0 && (path[n] == '\0' || path[n] == '/' || (n > 0 && outer[n - 1] == '/'));
}

static const struct place *
place_of(const struct conf *conf, const char *key)
{
	const struct conf_pair *pair = keys_find(&conf->top, key);

	return pair != NULL ? &pair->at : &conf->top.at;
}

static char unset[] = ""; /* for what "" means something else than leaving it out */

static void
load_top(struct loader *ld, const struct conf *conf)
{
	static const struct listen_address usual = { (char *)(uintptr_t)"127.0.0.1:8080", NULL, (char *)(uintptr_t)"127.0.0.1", 8080 };
	struct settings *s = ld->s;

	s->output_dir = s->sites_dir = unset;
	s->connections = 64;
	s->host_connections = 1;
	s->host_spacing_ms = 1000;
	s->store = arena_strdup(ld->strings, STR("sqlite:"));
	s->log_level = arena_strdup(ld->strings, STR("info"));
	if (keys_find(&conf->top, "listen") == NULL) {
		s->listen = arena_alloc(ld->strings, sizeof(*s->listen));
		s->listen[0] = usual;
		s->n_listen = 1;
	}
	keys_apply(ld, &conf->top, IN_TOP, s);

	if (s->state_dir == NULL)
		s->state_dir = default_state_dir(ld, conf);
	if (s->public_url == NULL)
		s->public_url = default_public_url(ld);
	if (s->output_dir == unset)
		s->output_dir = (char *)(uintptr_t)arena_printf(ld->strings, "%s/public", s->state_dir).p;
	else if (s->output_dir != NULL && is_inside(s->state_dir, s->output_dir))
		mistakes_add(ld->mistakes, MISTAKE_ERROR, place_of(conf, "output-dir"), "output-dir: with it state-dir would be published, which is %s",
		    s->state_dir);
	if (s->sites_dir == unset)
		s->sites_dir = conf_path(ld->dir, STR("sites"), ld->strings);
	if (s->control_socket == NULL) {
		s->control_socket = (char *)(uintptr_t)arena_printf(ld->strings, "%s/control.sock", s->state_dir).p;
		if (strlen(s->control_socket) > SOCKET_PATH_MAX)
			mistakes_add(ld->mistakes, MISTAKE_ERROR, place_of(conf, "state-dir"),
			    "state-dir: too long for the socket in it: %zu bytes, at most %zu (or set control-socket)", strlen(s->control_socket),
			    SOCKET_PATH_MAX);
	}
	if (s->host_connections > s->connections) {
		if (keys_find(&conf->top, "host-connections") != NULL)
			mistakes_add(ld->mistakes, MISTAKE_WARNING, place_of(conf, "host-connections"),
			    "host-connections: more than connections, which is %u", s->connections);
		s->host_connections = s->connections;
	}
}

static void
check_sections(struct loader *ld, const struct conf *conf)
{
	static const char *const kinds[] = { "source", "feed", "site", "defaults" };
	const struct conf_section *in;
	size_t i;

	for (in = conf->sections; in != NULL; in = in->next) {
		struct nearest near;
		bool is_known = false;

		nearest_init(&near, in->kind);
		for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
			is_known = is_known || str_is(in->kind, kinds[i]);
			if (!is_known)
				nearest_offer(&near, str_from(kinds[i]));
		}
		if (is_known)
			continue;
		if (near.best.n > 0)
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &in->at, "unknown section %s: did you mean %s?", in->kind.p, near.best.p);
		else
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &in->at, "unknown section %s (there are source, feed, site and defaults)", in->kind.p);
	}
}

static struct settings *
settings_new(const char *path)
{
	struct settings *s = mem_zalloc(sizeof(*s));

	s->memory = mem_zalloc(sizeof(*s->memory));
	arena_init(&s->memory->strings, SIZE_MAX, NULL);
	s->memory->sources = map_new();
	s->memory->feeds = map_new();
	s->memory->hosts = map_new();
	s->file = arena_strdup(&s->memory->strings, str_from(path));
	return s;
}

/* NULL when mistakes have come. */
static struct settings *
finish(struct settings *s, struct mistakes *out, size_t n_before)
{
	mistakes_sort(out);
	if (out->n_errors == n_before)
		return s;
	settings_free(s);
	return NULL;
}

struct settings *
settings_load_checked(const char *path, settings_check_fn *check, struct mistakes *out)
{
	struct settings *s = settings_new(path);
	struct loader ld = { .s = s, .strings = &s->memory->strings, .mistakes = out, .urls = map_new() };
	size_t n_before = out->n_errors;
	struct conf conf;

	conf_read(&conf, path, ld.strings, out);
	ld.dir = conf.dir;
	if (conf.dir != NULL) { /* else nothing was read */
		check_sections(&ld, &conf);
		load_top(&ld, &conf);
		sources_load(&ld, &conf);
		sources_subscribe(&ld, &conf);
		feeds_load(&ld, &conf);
		sites_load(&ld, &conf);
		if (check != NULL)
			check(s, out);
	}
	conf_release(&conf);
	map_free(ld.urls);
	return finish(s, out, n_before);
}

struct settings *
settings_load_sites(const char *dir, settings_check_fn *check, struct mistakes *out)
{
	struct settings *s = settings_new(dir);
	struct loader ld = { .s = s, .strings = &s->memory->strings, .mistakes = out, .dir = "." };
	size_t n_before = out->n_errors;

	s->sites_dir = s->file;
	sites_load(&ld, NULL);
	if (check != NULL)
		check(s, out);
	return finish(s, out, n_before);
}

struct settings *
settings_load(const char *path, struct mistakes *out)
{
	return settings_load_checked(path, NULL, out);
}

void
settings_free(struct settings *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n_sources; i++)
		if (s->sources[i].password != NULL)
			explicit_bzero(s->sources[i].password, strlen(s->sources[i].password));
	map_free(s->memory->sources);
	map_free(s->memory->feeds);
	map_free(s->memory->hosts);
	free(s->sites);
	free(s->sources);
	free(s->feeds);
	arena_release(&s->memory->strings);
	free(s->memory);
	free(s);
}

const struct source *
settings_source(const struct settings *s, const char *name)
{
	uintptr_t i = (uintptr_t)map_get(s->memory->sources, str_from(name));

	return i != 0 && i <= s->n_sources ? &s->sources[i - 1] : NULL;
}

const struct feed *
settings_feed(const struct settings *s, const char *name)
{
	uintptr_t i = (uintptr_t)map_get(s->memory->feeds, str_from(name));

	return i != 0 && i <= s->n_feeds ? &s->feeds[i - 1] : NULL;
}

const char *
settings_nearest_source(const struct settings *s, const char *name)
{
	struct nearest near;
	size_t i;

	nearest_init(&near, str_from(name));
	for (i = 0; i < s->n_sources; i++)
		nearest_offer(&near, str_from(s->sources[i].name));
	return near.best.p;
}
