#include "config.h"
#include "settings/sites.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/url.h"
#include "settings/setters.h"

#define HOST_MAX 253U /* bytes of a name, RFC 1035 */
#define NAME_BYTES_MAX 200U

/* ---- addresses ---- */

static struct str
without_www(struct str host)
{
	return str_starts(host, STR("www.")) && host.n > 4 ? str_skip(host, 4) : host;
}

static bool
is_host(struct str s)
{
	size_t i;

	if (s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']') /* IPv6 */
		return s.n <= HOST_MAX;
	for (i = 0; i < s.n; i++)
		if (!ascii_is_alnum(s.p[i]) && strchr("-._", s.p[i]) == NULL && (unsigned char)s.p[i] < 0x80)
			return false;
	return s.n > 0 && s.n <= HOST_MAX && s.p[0] != '.' && s.p[s.n - 1] != '.';
}

/* "example.org", "*.example.org/news", "https://example.org/", "*" */
static int
read_address(const struct value *x, struct site_address *out)
{
	struct str s = str_trim(x->v->text), host;
	size_t scheme = str_find(s, STR("://")), slash, i;

	if (x->v->is_broken)
		return -1;
	if (scheme != STR_NPOS)
		s = str_skip(s, scheme + 3);
	if (str_find_char(s, '?') != STR_NPOS || str_find_char(s, '#') != STR_NPOS) {
		value_complain(x, "may hold no ? and no #: what counts is the host and the beginning of the path");
		return -1;
	}
	slash = str_find_char(s, '/');
	host = str_head(s, slash);
	out->has_subdomains = str_is(host, "*") || str_starts(host, STR("*."));
	if (out->has_subdomains)
		host = str_skip(host, 2);
	if (!is_host(host) && !(host.n == 0 && out->has_subdomains)) {
		value_complain(x, "is no host: it is written example.org, *.example.org with all below it, example.org/news for a part of it, or * for any");
		return -1;
	}
	out->host = arena_strdup(x->strings, host);
	for (i = 0; out->host[i] != '\0'; i++)
		out->host[i] = ascii_lower(out->host[i]);
	host = without_www(str_from(out->host));
	if (host.n > 2 && host.p[0] == '[')
		host = (struct str){ host.p + 1, host.n - 2 }; /* as url_parse() has it */
	out->host = arena_strdup(x->strings, host);
	s = str_skip(s, slash);
	out->path = arena_strdup(x->strings, s.n > 1 ? s : STR(""));
	return 0;
}

/* For the rows of keys.c. */
void
set_hosts(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct site *s = field;
	const struct conf_value *v;

	if (pair->n_values > SITE_HOSTS_MAX) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s: more than %d", key->name.p, SITE_HOSTS_MAX);
		return;
	}
	s->addresses = arena_alloc(ld->strings, (pair->n_values + 1) * sizeof(*s->addresses));
	for (v = pair->values; v != NULL; v = v->next) {
		const struct value x = { .v = v, .key = key->name.p, .mistakes = ld->mistakes, .strings = ld->strings };

		s->n_addresses += read_address(&x, &s->addresses[s->n_addresses]) == 0;
	}
}

/* ---- which sites an address belongs to ---- */

/* One address of a site, in the list of its host. */
struct place_on_host {
	const struct site *site;
	const struct site_address *address;
	struct place_on_host *next;
};

static bool
is_for_any_page(const struct site *s)
{
	return s->rules == NULL || s->rules[RULE_WHEN].n == 0;
}

static bool
comes_before(const struct place_on_host *a, const struct place_on_host *b)
{
	size_t na = strlen(a->address->path), nb = strlen(b->address->path);

	return na != nb ? na > nb : !is_for_any_page(a->site) && is_for_any_page(b->site);
}

/* "*.example.org" for all below it: no host has that name. */
static struct str
key_of(struct arena *a, const struct site_address *address)
{
	return arena_printf(a, "%s%s", address->has_subdomains ? "*." : "", address->host);
}

static void
add_place(struct loader *ld, const struct site *site, const struct site_address *address)
{
	struct map *hosts = ld->s->memory->hosts;
	struct str key = key_of(ld->strings, address);
	struct place_on_host *x = arena_alloc(ld->strings, sizeof(*x)), *first = map_get(hosts, key), **at = &first;
	struct place place = { site->file, site->line, 1 };

	*x = (struct place_on_host){ site, address, NULL };
	for (; *at != NULL && !comes_before(x, *at); at = &(*at)->next)
		if (is_for_any_page(site) && is_for_any_page((*at)->site) && strcmp((*at)->address->path, address->path) == 0)
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &place, "site \"%s\": %.*s%s is that of site \"%s\" already, in %s on line %u",
			    site->name, STR_ARG(key), address->path, (*at)->site->name, (*at)->site->file, (*at)->site->line);
	x->next = *at;
	*at = x;
	map_put(hosts, key, first);
}

static bool
path_begins(const char *path, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(path, prefix, n) == 0 && (n == 0 || prefix[n - 1] == '/' || path[n] == '\0' || path[n] == '/');
}

/* False when everything has been said. */
static bool
take_places(const struct place_on_host *p, const char *path, const struct site **out, size_t *n)
{
	for (; p != NULL && *n < SITES_FOR_MAX; p = p->next) {
		if (!path_begins(path, p->address->path))
			continue;
		out[(*n)++] = p->site;
		if (is_for_any_page(p->site))
			return false;
	}
	return *n < SITES_FOR_MAX;
}

size_t
settings_sites_for(const struct settings *s, const char *url, const struct site *out[SITES_FOR_MAX])
{
	const struct map *hosts = s->memory->hosts;
	struct url_parts parts;
	struct str host;
	struct err e;
	char key[HOST_MAX + 3];
	size_t n = 0;
	bool goes_on;

	if (s->n_sites == 0 || url_parse(url, &parts, &e) != 0)
		return 0;
	host = without_www(str_from(parts.host));
	goes_on = host.n > 0 && host.n <= HOST_MAX && take_places(map_get(hosts, host), parts.path, out, &n);
	while (goes_on) {
		int length = snprintf(key, sizeof(key), "*.%.*s", STR_ARG(host));

		goes_on = take_places(map_get(hosts, (struct str){ key, (size_t)length }), parts.path, out, &n) && host.n > 0;
		host = str_find_char(host, '.') != STR_NPOS ? str_skip(host, str_find_char(host, '.') + 1) : STR_NONE;
	}
	url_parts_release(&parts);
	return n;
}

/* ---- sections ---- */

static bool
has_rules(const struct site *s)
{
	size_t i;

	for (i = 0; i < RULE_COUNT && s->rules != NULL; i++)
		if (i != RULE_WHEN && s->rules[i].n > 0)
			return true;
	return false;
}

static void
load_site(struct loader *ld, const struct conf_section *in)
{
	const struct conf_value title = { .text = in->title, .is_expanded = in->is_expanded, .is_broken = in->is_broken, .at = in->at };
	const struct value x = { .v = &title, .key = "site", .mistakes = ld->mistakes, .strings = ld->strings };
	struct site s = { .file = (char *)(uintptr_t)in->at.file, .line = in->at.line };

	if (in->title.n == 0 && !in->is_broken) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &in->at, "a site needs a name: site \"example.org\" { … }");
		return;
	}
	if (value_text(&x, NAME_BYTES_MAX, &s.name) != 0)
		return;
	keys_apply(ld, in, IN_SITE, &s);
	if (keys_find(in, "hosts") == NULL) { /* then its name says it */
		s.addresses = arena_alloc(ld->strings, sizeof(*s.addresses));
		s.n_addresses = read_address(&x, s.addresses) == 0;
	}
	if (!has_rules(&s))
		mistakes_add(ld->mistakes, MISTAKE_WARNING, &in->at, "site \"%s\" does not say how its pages are read", s.name);
	if (ld->s->n_sites == SITES_MAX) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &in->at, "more than %d sites", SITES_MAX);
		return;
	}
	ld->s->sites = mem_grow(ld->s->sites, ld->s->n_sites, &ld->site_room, sizeof(s));
	ld->s->sites[ld->s->n_sites++] = s;
}

static void
read_site_file(struct loader *ld, const char *path)
{
	const struct conf_section *in;
	const struct conf_pair *pair;
	struct conf conf;

	conf_read(&conf, path, ld->strings, ld->mistakes);
	for (pair = conf.top.pairs; pair != NULL; pair = pair->next)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s stands outside of a site: a file of sites-dir holds sites alone", pair->key.p);
	for (in = conf.sections; in != NULL; in = in->next) {
		if (str_is(in->kind, "site"))
			load_site(ld, in);
		else
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &in->at, "%s: a file of sites-dir holds sites alone", in->kind.p);
	}
	conf_release(&conf);
}

static void
read_sites_dir(struct loader *ld, const struct place *at)
{
	struct conf_files files;
	struct stat st;
	size_t i;

	if (ld->s->sites_dir == NULL)
		return;
	errno = ENOTDIR;
	if (stat(ld->s->sites_dir, &st) != 0 || !S_ISDIR(st.st_mode)) {
		if (at != NULL) /* somebody has named it */
			mistakes_add(ld->mistakes, MISTAKE_WARNING, at, "sites-dir: %s: %s", ld->s->sites_dir, strerror(errno));
		return;
	}
	files = conf_glob(ld->s->sites_dir, STR("*.conf"), ld->strings);
	if (files.n > SITE_FILES_MAX) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &(struct place){ .file = ld->s->sites_dir }, "more than %d files of sites", SITE_FILES_MAX);
		return;
	}
	for (i = 0; i < files.n; i++)
		read_site_file(ld, files.paths[i]);
}

void
sites_load(struct loader *ld, const struct conf *conf)
{
	const struct conf_pair *pair = conf != NULL ? keys_find(&conf->top, "sites-dir") : NULL;
	const struct place dir = { .file = ld->s->sites_dir };
	const struct conf_section *in;
	size_t i, k;

	for (in = conf != NULL ? conf->sections : NULL; in != NULL; in = in->next)
		if (str_is(in->kind, "site"))
			load_site(ld, in);
	read_sites_dir(ld, pair != NULL ? &pair->at : conf == NULL ? &dir : NULL);
	for (i = 0; i < ld->s->n_sites; i++)
		for (k = 0; k < ld->s->sites[i].n_addresses; k++)
			add_place(ld, &ld->s->sites[i], &ld->s->sites[i].addresses[k]);
}
