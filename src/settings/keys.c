#include "config.h"
#include "settings/keys.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <pwd.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/zone.h"
#include "settings/rules.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
#define LISTEN_MAX 64        /* addresses */
#define TAGS_MAX 64          /* of one source */
#define TAG_MAX 128          /* bytes */
#define PROGRAM_WORDS_MAX 60 /* of a command line */
#define HEADERS_MAX 64       /* of one source */
#define HEADER_MAX 4096      /* bytes of a header, and of cookies */
#define PASSWORD_FILE_MAX 4096U /* bytes */
#define SEARCHES_MAX 50      /* for the nearest name */
#define SOCKET_PATH_MAX (sizeof(((struct sockaddr_un *)0)->sun_path) - 1)

enum key_for { FOR_ANY = 0, FOR_URL, FOR_FOLDER };

struct key {
	struct str name;
	unsigned where; /* bits of enum key_where */
	void (*set)(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field);
	size_t offset;  /* of the field, in struct settings, source or feed */
	int64_t min, max;
	bool is_list; /* several values may be given */
	bool is_secret;
	enum key_for what; /* sources it has a meaning for */
};

static struct value
value_of(struct loader *ld, const struct key *key, const struct conf_value *v)
{
	return (struct value){ .v = v, .key = key->name.p, .is_secret = key->is_secret, .mistakes = ld->mistakes,
		.strings = ld->strings };
}

/* ---- one value each ---- */

static void
set_ms(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	int64_t ms;

	if (value_duration(&x, key->min, key->max, &ms) == 0)
		*(int64_t *)field = ms;
}

static void
set_seconds(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	int64_t ms;

	if (value_duration(&x, key->min, key->max, &ms) == 0)
		*(int64_t *)field = (ms + 999) / 1000;
}

static void
set_size(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	int64_t n;

	if (value_size(&x, key->min, key->max, &n) == 0)
		*(size_t *)field = (size_t)n;
}

static void
set_number(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	int64_t n;

	if (value_number(&x, key->min, key->max, &n) == 0)
		*(unsigned *)field = (unsigned)n;
}

static void
set_bool(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	bool is_on;

	if (value_bool(&x, &is_on) == 0)
		*(bool *)field = is_on;
}

static void
set_kind(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { [SOURCE_AUTO] = "auto", [SOURCE_FEED] = "feed", [SOURCE_PAGE] = "page", [SOURCE_JSON] = "json", [SOURCE_SITEMAP] = "sitemap", [SOURCE_MAILDIR] = "maildir",
		[SOURCE_FOLDER] = "folder", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(enum source_kind *)field = (enum source_kind)i;
}

static void
set_on_delete(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { [ON_DELETE_KEEP] = "keep", [ON_DELETE_EXPIRE] = "expire", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(enum on_delete *)field = (enum on_delete)i;
}

static void
set_identity(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { [IDENTITY_AUTO] = "auto", [IDENTITY_GUID] = "guid", [IDENTITY_LINK] = "link",
		[IDENTITY_TITLE] = "title", [IDENTITY_CONTENT] = "content", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(enum identity_rule *)field = (enum identity_rule)i;
}

static void
set_future(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { [FUTURE_CLAMP] = "clamp", [FUTURE_HOLD] = "hold", [FUTURE_KEEP] = "keep", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(enum future_dates *)field = (enum future_dates)i;
}

/* A number, "none" or "all". */
static void
set_backfill(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	bool is_all = str_is(x.v->text, "all"), is_none = str_is(x.v->text, "none");
	struct source *s = field;
	int64_t n = 0;

	if (!is_all && !is_none && value_number(&x, key->min, key->max, &n) != 0)
		return;
	s->has_backfill = !is_all;
	s->backfill_max = (unsigned)n;
}

static void
set_log_level(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { "error", "warning", "info", "debug", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(char **)field = arena_strdup(ld->strings, str_from(words[i]));
}

static void
set_text(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);

	value_text(&x, (size_t)key->max, field);
}

static void
set_url(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);

	value_url(&x, true, field, NULL);
}

static void
set_web_url(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);

	value_url(&x, false, field, NULL);
}

static void
set_public_url(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	size_t n;
	char *url;

	if (value_url(&x, false, &url, NULL) == -1)
		return;
	if (strpbrk(url, "?#") != NULL) {
		value_complain(&x, "may hold no ? and no #: the names of the feeds are put behind it");
		return;
	}
	for (n = strlen(url); n > 0 && url[n - 1] == '/'; n--)
		;
	url[n] = '\0';
	*(char **)field = url;
}

static void
set_proxy(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);

	value_proxy(&x, field);
}

static char *
read_language(const struct value *x)
{
	struct str rest, part;
	bool is_tag = true, is_first = true;
	char *text;
	size_t i;

	if (value_text(x, 64, &text) == -1 || text == NULL)
		return NULL;
	for (rest = str_from(text); str_next(&rest, '-', &part); is_first = false) { /* RFC 5646, 2.1, in outline */
		is_tag = is_tag && part.n > (is_first ? 1 : 0) && part.n <= 8;
		for (i = 0; i < part.n; i++)
			is_tag = is_tag && (is_first ? ascii_is_alpha(part.p[i]) : ascii_is_alnum(part.p[i]));
	}
	if (is_tag)
		return text;
	value_complain(x, "is no language tag such as en, de-CH or zh-Hant");
	return NULL;
}

static void
set_language(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	char *text = read_language(&x);

	if (text != NULL)
		*(char **)field = text;
}

static void
set_languages(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct feed *f = field;
	const struct conf_value *v;

	f->n_languages = 0;
	f->languages = arena_alloc(ld->strings, (pair->n_values + 1) * sizeof(*f->languages));
	for (v = pair->values; v != NULL; v = v->next) {
		struct value x = value_of(ld, key, v);

		f->languages[f->n_languages] = read_language(&x);
		f->n_languages += f->languages[f->n_languages] != NULL;
	}
}

/* ---- paths ---- */

static char *
read_path(struct loader *ld, const struct value *x, struct str path)
{
	if (x->v->is_broken)
		return NULL;
	if (path.n == 0) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &x->v->at, "%s: a path is missing", x->key);
		return NULL;
	}
	if (str_find_char(path, '\n') != STR_NPOS || path.n > 4095) {
		value_complain(x, "is no path");
		return NULL;
	}
	return conf_path(ld->dir, path, ld->strings);
}

static void
set_path(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	char *path = read_path(ld, &x, x.v->text);

	if (path != NULL)
		*(char **)field = path;
}

static void
set_output_dir(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	if (pair->values->text.n == 0 && !pair->values->is_broken)
		*(char **)field = NULL;
	else
		set_path(ld, key, pair, field);
}

static char *
read_socket(struct loader *ld, const struct value *x, struct str text)
{
	char *path = read_path(ld, x, text);

	if (path != NULL && strlen(path) > SOCKET_PATH_MAX) {
		value_complain(x, "is too long for a socket: %zu bytes with its folder, at most %zu", strlen(path), SOCKET_PATH_MAX);
		return NULL;
	}
	return path;
}

static void
set_socket(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	char *path = read_socket(ld, &x, x.v->text);

	if (path != NULL)
		*(char **)field = path;
}

static void
set_store(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	char *path;

	if (x.v->is_broken)
		return;
	if (!str_starts(x.v->text, STR("sqlite:"))) {
		value_complain(&x, "is no store: it is \"sqlite:\", or \"sqlite:PATH\" for a file elsewhere than in state-dir");
		return;
	}
	if (x.v->text.n == strlen("sqlite:")) {
		*(char **)field = arena_strdup(ld->strings, x.v->text);
		return;
	}
	path = read_path(ld, &x, str_skip(x.v->text, strlen("sqlite:")));
	if (path != NULL)
		*(char **)field = (char *)(uintptr_t)arena_printf(ld->strings, "sqlite:%s", path).p;
}

/* The first line of the file is the password. */
static void
set_password_file(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	char *path = read_path(ld, &x, x.v->text), *bytes;
	struct str line = STR_NONE, rest;
	struct stat st;
	struct err e;
	size_t n;

	if (path == NULL)
		return;
	if (conf_slurp(path, PASSWORD_FILE_MAX, &bytes, &n, &e) == -1) {
		value_complain(&x, "cannot be read: %s", e.text);
		return;
	}
	rest = (struct str){ bytes, n };
	str_next(&rest, '\n', &line);
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	if (line.n == 0 || memchr(line.p, '\0', line.n) != NULL)
		value_complain(&x, "has no password in its first line");
	else
		*(char **)field = arena_strdup(ld->strings, line);
	if (stat(path, &st) == 0 && (st.st_mode & S_IROTH) != 0)
		mistakes_add(ld->mistakes, MISTAKE_WARNING, &x.v->at, "%s: every user of this machine can read the file", x.key);
	explicit_bzero(bytes, n);
	free(bytes);
}

/* ---- lists ---- */

static void
set_patterns(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	char **list = arena_alloc(ld->strings, (pair->n_values + 1) * sizeof(*list));
	const struct conf_value *v;
	size_t n = 0;

	(void)field;
	for (v = pair->values; v != NULL; v = v->next) {
		struct value x = value_of(ld, key, v);

		if (read_path(ld, &x, v->text) != NULL)
			list[n++] = arena_strdup(ld->strings, v->text);
	}
	ld->s->subscriptions = list;
	ld->s->n_subscriptions = n;
}

/* "127.0.0.1:8080", "[::1]:8080", "unix:/path". */
static int
read_listen(struct loader *ld, const struct value *x, struct listen_address *out)
{
	struct str text = str_trim(x->v->text), host, port;
	unsigned char address[16];
	const char *colon;
	int64_t n;

	*out = (struct listen_address){ .text = arena_strdup(ld->strings, text) };
	if (x->v->is_broken)
		return -1;
	if (str_starts(text, STR("unix:"))) {
		out->path = read_socket(ld, x, str_skip(text, strlen("unix:")));
		return out->path != NULL ? 0 : -1;
	}
	colon = strrchr(out->text, ':');
	host = colon != NULL ? (struct str){ out->text, (size_t)(colon - out->text) } : STR_NONE;
	port = colon != NULL ? str_from(colon + 1) : STR_NONE;
	if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
		host = (struct str){ host.p + 1, host.n - 2 };
	else if (str_find_char(host, ':') != STR_NPOS)
		host = STR_NONE; /* IPv6 without its brackets */
	out->host = arena_strdup(ld->strings, host);
	if (inet_pton(AF_INET, out->host, address) != 1 && inet_pton(AF_INET6, out->host, address) != 1) {
		value_complain(x, "is no place to listen: it is an address with its port (127.0.0.1:8080, [::1]:8080, 0.0.0.0:80) or unix:PATH");
		return -1;
	}
	if (str_to_int64(port, &n) == -1 || n < 0 || n > UINT16_MAX) {
		value_complain(x, "has no port from 0 to 65535");
		return -1;
	}
	out->port = (unsigned)n;
	return 0;
}

static void
set_listen(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct listen_address *list = arena_alloc(ld->strings, (pair->n_values + 1) * sizeof(*list));
	const struct conf_value *v;
	size_t n = 0, i;

	(void)field;
	if (pair->n_values > LISTEN_MAX) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "listen: more than %d", LISTEN_MAX);
		return;
	}
	for (v = pair->values; v != NULL; v = v->next) {
		struct value x = value_of(ld, key, v);

		if (v->text.n == 0 && !v->is_broken && !pair->is_list)
			continue; /* listen = "" */
		if (read_listen(ld, &x, &list[n]) == -1)
			continue;
		for (i = 0; i < n && strcmp(list[i].text, list[n].text) != 0; i++)
			;
		if (i < n)
			value_complain(&x, "stands here twice");
		else
			n++;
	}
	ld->s->listen = list;
	ld->s->n_listen = n;
}

static bool
has_text(char *const *list, size_t n, const char *text)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(list[i], text) == 0)
			return true;
	return false;
}

static void
set_tags(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct source *s = field;
	const struct conf_value *v;
	char *tag;

	s->n_tags = 0;
	s->tags = NULL;
	if (pair->n_values > TAGS_MAX) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "tags: more than %d", TAGS_MAX);
		return;
	}
	s->tags = arena_alloc(ld->strings, (pair->n_values + 1) * sizeof(*s->tags));
	for (v = pair->values; v != NULL; v = v->next) {
		struct value x = value_of(ld, key, v);

		if (value_text(&x, TAG_MAX, &tag) == -1)
			continue;
		if (tag == NULL)
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &v->at, "tags: an empty tag");
		else if (!has_text(s->tags, s->n_tags, tag))
			s->tags[s->n_tags++] = tag;
	}
}

/* Headers that a request of ours has anyway, or that would take it apart. */
static bool
is_our_header(struct str name)
{
	static const char *const ours[] = { "host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade",
		"expect", "range", "accept-encoding", "if-none-match", "if-modified-since", "user-agent", "cookie", NULL };
	size_t i;

	for (i = 0; ours[i] != NULL && !str_is_nocase(name, ours[i]); i++)
		;
	return ours[i] != NULL;
}

static bool
is_header_name(struct str name)
{
	size_t i;

	for (i = 0; i < name.n; i++)
		if (!ascii_is_alnum(name.p[i]) && (name.p[i] == '\0' || strchr("!#$%&'*+-.^_`|~", name.p[i]) == NULL))
			return false; /* RFC 9110, 5.6.2 */
	return name.n > 0;
}

static int
read_header(struct loader *ld, const struct value *x, struct header *out)
{
	struct str name, value;
	size_t colon;
	char *text;

	if (value_text(x, HEADER_MAX, &text) == -1)
		return -1;
	colon = str_find_char(str_from(text), ':');
	name = str_head(str_from(text), colon == STR_NPOS ? 0 : colon);
	value = str_trim(str_skip(str_from(text), colon == STR_NPOS ? 0 : colon + 1));
	if (!is_header_name(name)) {
		value_complain(x, "is no header written \"Name: value\"");
		return -1;
	}
	if (is_our_header(name)) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &x->v->at, "headers: %.*s cannot be set here%s", STR_ARG(name),
		    str_is_nocase(name, "user-agent") ? ": write user-agent" :
		    str_is_nocase(name, "cookie")     ? ": write cookies" :
		                                        ": it belongs to the request itself");
		return -1;
	}
	out->name = arena_strdup(ld->strings, name);
	out->value = arena_strdup(ld->strings, value);
	return 0;
}

static void
set_headers(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct source *s = field;
	const struct conf_value *v;

	s->n_headers = 0;
	s->headers = NULL;
	if (pair->n_values > HEADERS_MAX) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "headers: more than %d", HEADERS_MAX);
		return;
	}
	s->headers = arena_alloc(ld->strings, (pair->n_values + 1) * sizeof(*s->headers));
	for (v = pair->values; v != NULL; v = v->next) {
		struct value x = value_of(ld, key, v);

		s->n_headers += read_header(ld, &x, &s->headers[s->n_headers]) == 0;
	}
}

/* A program and its arguments; a path in its name begins at the folder of the configuration. */
static void
set_program(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	char **argv = arena_alloc(ld->strings, (pair->n_values + 1) * sizeof(*argv));
	const struct conf_value *v;
	size_t n = 0;

	if (pair->n_values > PROGRAM_WORDS_MAX) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s: more than %d words", key->name.p, PROGRAM_WORDS_MAX);
		return;
	}
	for (v = pair->values; v != NULL; v = v->next) {
		if (v->is_broken)
			return;
		argv[n++] = arena_strdup(ld->strings, v->text);
	}
	argv[n] = NULL;
	if (n == 0 || argv[0][0] == '\0') {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s: the name of a program is missing", key->name.p);
		return;
	}
	if (strchr(argv[0], '/') != NULL) {
		argv[0] = conf_path(ld->dir, str_from(argv[0]), ld->strings);
		if (access(argv[0], X_OK) != 0)
			mistakes_add(ld->mistakes, MISTAKE_WARNING, &pair->values->at, "%s: %s: %s", key->name.p, argv[0], strerror(errno));
	}
	*(char ***)field = argv;
}

static void
set_user(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	const struct passwd *pw;
	char *name;

	if (value_text(&x, 64, &name) == -1)
		return;
	pw = name != NULL ? getpwnam(name) : NULL;
	if (pw == NULL)
		value_complain(&x, "is no user of this machine");
	else if (geteuid() != 0 && pw->pw_uid != geteuid())
		value_complain(&x, "is another user: only root can start programs as somebody else");
	else
		*(char **)field = name;
}

static void
set_rules(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct source *s = field;

	if (s->rules == NULL)
		s->rules = arena_zalloc(ld->strings, RULE_COUNT * sizeof(*s->rules));
	s->rules[key->max] = rules_read(pair, ld->strings, ld->mistakes);
}

/* Its rule instead of its name: those who read dates cannot open files. */
static void
set_zone(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct key as = { .max = RULE_DATE_ZONE };
	char rule[ZONE_RULE_MAX];
	struct err e;

	if (pair->values->is_broken)
		return;
	if (zone_rule(pair->values->text, rule, &e) != 0) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->values->at, "%s: %s", key->name.p, e.text);
		return;
	}
	set_rules(ld, &as, pair, field);
	((struct source *)field)->rules[RULE_DATE_ZONE].v[0].text = arena_strdup(ld->strings, str_from(rule));
}

static void
set_selection(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	(void)key;
	*(struct rules *)field = rules_read(pair, ld->strings, ld->mistakes);
}

static void
set_ignored(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { "id", "published", "updated", "author", "language", "tags", NULL };
	const struct conf_value *v;
	unsigned bits = 0;
	int i;

	for (v = pair->values; v != NULL; v = v->next) {
		struct value x = value_of(ld, key, v);

		if (value_word(&x, words, &i) == 0)
			bits |= 1U << i; /* the order of enum ignored */
	}
	*(unsigned *)field = bits;
}

static void
set_feed_kind(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { [FEED_ARTICLES] = "articles", [FEED_CORRECTIONS] = "corrections", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(enum feed_kind *)field = (enum feed_kind)i;
}

static void
set_updates(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { [UPDATES_SILENT] = "silent", [UPDATES_BUMP] = "bump", [UPDATES_NEW_ENTRY] = "new-entry",
		[UPDATES_IGNORE] = "ignore", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(enum updates *)field = (enum updates)i;
}

static void
set_order(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { [ORDER_PUBLISHED] = "published", [ORDER_FIRST_SEEN] = "first-seen", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(enum feed_order *)field = (enum feed_order)i;
}

static void
set_dedupe(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { [DEDUPE_NONE] = "none", [DEDUPE_LINK] = "link", [DEDUPE_NEAR] = "near", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(enum dedupe *)field = (enum dedupe)i;
}

static void
set_from(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	/* Means something only when all sources are known: feeds.c reads it. */
	(void)ld;
	(void)key;
	(void)pair;
	(void)field;
}

/* ---- the table ---- */

#define NAME(text) { (text), sizeof(text) - 1 }
#define TOP(member) IN_TOP, .offset = offsetof(struct settings, member)
#define SOURCE(member) IN_SOURCE | IN_FOLDER, .offset = offsetof(struct source, member)
#define BOTH(member) IN_SOURCE | IN_FOLDER | IN_DEFAULTS, .offset = offsetof(struct source, member)
#define FEED(member) IN_FEED, .offset = offsetof(struct feed, member)

#define SELECT(member) BOTH(select.member), .set = set_selection, .is_list = true

#define RULE(use) IN_SOURCE, .set = set_rules, .max = (use), .is_list = true, .what = FOR_URL
#define ITEM(name) \
	{ NAME("item." #name), RULE(RULE_FIELD(ITEM_##name, STEP_SELECT)) }, \
	{ NAME("item." #name ".regex"), RULE(RULE_FIELD(ITEM_##name, STEP_REGEX)) }, \
	{ NAME("item." #name ".replace"), RULE(RULE_FIELD(ITEM_##name, STEP_REPLACE)) }, \
	{ NAME("item." #name ".template"), RULE(RULE_FIELD(ITEM_##name, STEP_TEMPLATE)) }, \
	{ NAME("item." #name ".prefix"), RULE(RULE_FIELD(ITEM_##name, STEP_PREFIX)) },

static const struct key keys[] = {
	{ NAME("listen"), IN_TOP, .set = set_listen, .is_list = true },
	{ NAME("public-url"), TOP(public_url), .set = set_public_url },
	{ NAME("state-dir"), TOP(state_dir), .set = set_path },
	{ NAME("output-dir"), TOP(output_dir), .set = set_output_dir },
	{ NAME("store"), TOP(store), .set = set_store, .is_secret = true },
	{ NAME("control-socket"), TOP(control_socket), .set = set_socket },
	{ NAME("connections"), TOP(connections), .set = set_number, .min = 1, .max = 4096 },
	{ NAME("host-connections"), TOP(host_connections), .set = set_number, .min = 1, .max = 4096 },
	{ NAME("host-spacing"), TOP(host_spacing_ms), .set = set_ms, .min = 0, .max = 60 * 60 * 1000 },
	{ NAME("workers"), TOP(workers), .set = set_number, .min = 1, .max = 256 },
	{ NAME("log-level"), TOP(log_level), .set = set_log_level },
	{ NAME("subscriptions"), IN_TOP, .set = set_patterns, .is_list = true },

	{ NAME("url"), SOURCE(url), .set = set_url },
	{ NAME("path"), SOURCE(path), .set = set_path },
	{ NAME("command"), IN_SOURCE, .offset = offsetof(struct source, command), .set = set_program, .is_list = true, .what = FOR_URL },
	{ NAME("filter"), IN_SOURCE, .offset = offsetof(struct source, filter), .set = set_program, .is_list = true, .what = FOR_URL },
	{ NAME("user"), SOURCE(user), .set = set_user, .what = FOR_URL },
	{ NAME("kind"), BOTH(kind), .set = set_kind },
	{ NAME("title"), SOURCE(title), .set = set_text, .max = TEXT_MAX },
	{ NAME("tags"), IN_SOURCE | IN_FOLDER | IN_DEFAULTS, .set = set_tags, .is_list = true },
	/* A folder may be looked at more often than somebody else's server. */
	{ NAME("every"), IN_FOLDER, .offset = offsetof(struct source, every_s), .set = set_seconds, .min = 1000, .max = 30 * DAY_MS },
	{ NAME("every"), IN_SOURCE | IN_DEFAULTS, .offset = offsetof(struct source, every_s), .set = set_seconds, .min = 60000, .max = 30 * DAY_MS },
	{ NAME("timeout"), BOTH(timeout_s), .set = set_seconds, .min = 1000, .max = 600000, .what = FOR_URL },
	{ NAME("max-size"), BOTH(size_max), .set = set_size, .min = 1 << 10, .max = 64 << 20, .what = FOR_URL },
	{ NAME("items"), BOTH(items_max), .set = set_number, .min = 1, .max = 2000, .what = FOR_URL },
	{ NAME("user-agent"), BOTH(user_agent), .set = set_text, .max = TEXT_MAX, .what = FOR_URL },
	{ NAME("headers"), IN_SOURCE | IN_FOLDER | IN_DEFAULTS, .set = set_headers, .is_list = true, .is_secret = true, .what = FOR_URL },
	{ NAME("username"), BOTH(username), .set = set_text, .max = TEXT_MAX, .is_secret = true, .what = FOR_URL },
	{ NAME("password-file"), BOTH(password), .set = set_password_file, .what = FOR_URL },
	{ NAME("proxy"), BOTH(proxy), .set = set_proxy, .is_secret = true, .what = FOR_URL },
	{ NAME("cookies"), BOTH(cookies), .set = set_text, .max = HEADER_MAX, .is_secret = true, .what = FOR_URL },
	{ NAME("discover"), BOTH(discover), .set = set_bool, .what = FOR_URL },
	{ NAME("allow-private"), BOTH(allow_private), .set = set_bool, .what = FOR_URL },
	{ NAME("identity"), BOTH(identity), .set = set_identity },
	{ NAME("future"), BOTH(future), .set = set_future },
	{ NAME("backfill"), IN_SOURCE | IN_FOLDER | IN_DEFAULTS, .set = set_backfill, .min = 0, .max = 100000 },
	{ NAME("retain.age"), BOTH(retain_age_s), .set = set_seconds, .min = DAY_MS, .max = 36500 * DAY_MS },
	{ NAME("retain.max"), BOTH(retain_max), .set = set_number, .min = 1, .max = 100000000 },
	{ NAME("retain.min"), BOTH(retain_min), .set = set_number, .min = 0, .max = 100000000 },
	{ NAME("on-delete"), BOTH(on_delete), .set = set_on_delete, .what = FOR_FOLDER },

	{ NAME("keep"), SELECT(keep) },
	{ NAME("drop"), SELECT(drop) },
	{ NAME("tag"), SELECT(tag) },
	{ NAME("rewrite"), SELECT(rewrite) },
	{ NAME("ignore"), BOTH(ignored), .set = set_ignored, .is_list = true },
	{ NAME("priority"), BOTH(priority), .set = set_number, .min = 0, .max = 1000 },

	{ NAME("item"), RULE(RULE_ITEM) },
	ITEM_FIELDS(ITEM)
	{ NAME("item.date.format"), RULE(RULE_DATE_FORMAT) },
	{ NAME("item.date.timezone"), IN_SOURCE, .set = set_zone, .what = FOR_URL },
	{ NAME("item.date.language"), RULE(RULE_DATE_LANGUAGE) },
	{ NAME("next"), RULE(RULE_NEXT) },
	{ NAME("pages"), IN_SOURCE, .offset = offsetof(struct source, pages_max), .set = set_number, .min = 1, .max = 100, .what = FOR_URL },
	{ NAME("content"), RULE(RULE_CONTENT) },
	{ NAME("strip"), RULE(RULE_STRIP) },

	{ NAME("title"), FEED(title), .set = set_text, .max = TEXT_MAX },
	{ NAME("description"), FEED(description), .set = set_text, .max = 4 * TEXT_MAX },
	{ NAME("link"), FEED(link), .set = set_web_url },
	{ NAME("language"), FEED(language), .set = set_language },
	{ NAME("author"), FEED(author), .set = set_text, .max = TEXT_MAX },
	{ NAME("keep"), FEED(select.keep), .set = set_selection, .is_list = true },
	{ NAME("drop"), FEED(select.drop), .set = set_selection, .is_list = true },
	{ NAME("tag"), FEED(select.tag), .set = set_selection, .is_list = true },
	{ NAME("rewrite"), FEED(select.rewrite), .set = set_selection, .is_list = true },
	{ NAME("order"), FEED(order), .set = set_order },
	{ NAME("kind"), FEED(kind), .set = set_feed_kind },
	{ NAME("updates"), FEED(updates), .set = set_updates },
	{ NAME("tombstones"), FEED(has_tombstones), .set = set_bool },
	{ NAME("dedupe"), FEED(dedupe), .set = set_dedupe },
	{ NAME("archive"), FEED(archive_items), .set = set_number, .min = 1, .max = 1000 },
	{ NAME("complete"), FEED(is_complete), .set = set_bool },
	{ NAME("per-source"), FEED(per_source_max), .set = set_number, .min = 1, .max = 10000 },
	{ NAME("languages"), IN_FEED, .set = set_languages, .is_list = true },
	{ NAME("from"), IN_FEED, .set = set_from, .is_list = true },
	{ NAME("items"), FEED(items_max), .set = set_number, .min = 1, .max = 10000 },
};

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))

bool
loader_may_search(struct loader *ld)
{
	return ld->n_searches++ < SEARCHES_MAX;
}

const struct conf_pair *
keys_find(const struct conf_section *in, const char *key)
{
	const struct conf_pair *p;

	for (p = in->pairs; p != NULL && !str_is(p->key, key); p = p->next)
		;
	return p;
}

static const struct key *
find(struct str name, unsigned where)
{
	size_t i;

	for (i = 0; i < N_KEYS; i++)
		if ((keys[i].where & where) != 0 && str_eq(keys[i].name, name))
			return &keys[i];
	return NULL;
}

static const char *
where_name(unsigned where)
{
	return where & IN_TOP ? "at the top of the file" : where & IN_FEED ? "in a feed" : where & IN_DEFAULTS ? "in defaults or a source" : "in a source";
}

static void
complain_unknown(struct loader *ld, const struct conf_pair *pair, unsigned where)
{
	const struct key *elsewhere = find(pair->key, IN_TOP | IN_SOURCE | IN_FEED);
	struct nearest near;
	size_t i;

	if (elsewhere != NULL) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s stands %s, not here", pair->key.p, where_name(elsewhere->where));
		return;
	}
	nearest_init(&near, pair->key);
	for (i = 0; i < N_KEYS && ld->mistakes->n < MISTAKES_MAX; i++) /* past it nothing is listed */
		if ((keys[i].where & where) != 0)
			nearest_offer(&near, keys[i].name);
	if (near.best.n > 0)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "unknown key %s: did you mean %s?", pair->key.p, near.best.p);
	else
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "unknown key %s", pair->key.p);
}

/* seen has a flag for each row: a second time is a mistake. */
static bool
is_second(struct loader *ld, const struct conf_section *in, const struct conf_pair *pair, const struct key *key, bool *seen)
{
	const struct conf_pair *first;

	if (!seen[key - keys]) {
		seen[key - keys] = true;
		return false;
	}
	first = keys_find(in, key->name.p);
	if (strcmp(first->at.file, pair->at.file) == 0)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s is set twice: first on line %u", key->name.p, first->at.line);
	else
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s is set twice: first in %s on line %u", key->name.p,
		    first->at.file, first->at.line);
	return true;
}

void
keys_apply(struct loader *ld, const struct conf_section *in, enum key_where where, void *target)
{
	const struct conf_pair *pair;
	bool seen[N_KEYS] = { false };

	for (pair = in->pairs; pair != NULL; pair = pair->next) {
		const struct key *key = find(pair->key, where);

		if (key == NULL) {
			complain_unknown(ld, pair, where);
			continue;
		}
		if (is_second(ld, in, pair, key, seen))
			continue;
		if (pair->is_list && !key->is_list)
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s takes one value, not a list", key->name.p);
		else
			key->set(ld, key, pair, (char *)target + key->offset);
	}
}

void
keys_warn_of_idle(struct loader *ld, const struct conf_section *source, bool is_folder)
{
	const struct conf_pair *pair;

	for (pair = source->pairs; pair != NULL; pair = pair->next) {
		const struct key *key = find(pair->key, IN_SOURCE);

		if (key == NULL || key->what == FOR_ANY || (key->what == FOR_FOLDER) == is_folder)
			continue;
		mistakes_add(ld->mistakes, MISTAKE_WARNING, &pair->at, "%s has no meaning for a source with %s", key->name.p,
		    is_folder ? "path" : "url");
	}
}
