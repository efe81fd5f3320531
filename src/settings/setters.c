#include "config.h"
#include "settings/setters.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/zone.h"
#include "settings/rules.h"

#define LISTEN_MAX 64        /* addresses */
#define TAGS_MAX 64          /* of one source */
#define TAG_MAX 128          /* bytes */
#define PROGRAM_WORDS_MAX 60 /* of a command line */
#define HEADERS_MAX 64       /* of one source */
#define PASSWORD_FILE_MAX 4096U /* bytes */
#define SOCKET_PATH_MAX (sizeof(((struct sockaddr_un *)0)->sun_path) - 1)

static struct value
value_of(struct loader *ld, const struct key *key, const struct conf_value *v)
{
	return (struct value){ .v = v, .key = key->name.p, .is_secret = key->is_secret, .mistakes = ld->mistakes,
		.strings = ld->strings };
}

/* ---- one value each ---- */

void
set_ms(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	int64_t ms;

	if (value_duration(&x, key->min, key->max, &ms) == 0)
		*(int64_t *)field = ms;
}

void
set_seconds(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	int64_t ms;

	if (value_duration(&x, key->min, key->max, &ms) == 0)
		*(int64_t *)field = (ms + 999) / 1000;
}

void
set_size(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	int64_t n;

	if (value_size(&x, key->min, key->max, &n) == 0)
		*(size_t *)field = (size_t)n;
}

void
set_number(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	int64_t n;

	if (value_number(&x, key->min, key->max, &n) == 0)
		*(unsigned *)field = (unsigned)n;
}

void
set_bool(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	bool is_on;

	if (value_bool(&x, &is_on) == 0)
		*(bool *)field = is_on;
}

void
set_word(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, key->words, &i) == 0)
		*(unsigned *)field = (unsigned)i;
}

/* A number, "none" or "all". */
void
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

void
set_log_level(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	static const char *const words[] = { "error", "warning", "info", "debug", NULL };
	struct value x = value_of(ld, key, pair->values);
	int i;

	if (value_word(&x, words, &i) == 0)
		*(char **)field = arena_strdup(ld->strings, str_from(words[i]));
}

void
set_text(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);

	value_text(&x, (size_t)key->max, field);
}

void
set_url(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);

	value_url(&x, true, field, NULL);
}

void
set_web_url(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);

	value_url(&x, false, field, NULL);
}

void
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

void
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

void
set_language(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	char *text = read_language(&x);

	if (text != NULL)
		*(char **)field = text;
}

void
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

void
set_path(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	char *path = read_path(ld, &x, x.v->text);

	if (path != NULL)
		*(char **)field = path;
}

/* "" is for none. */
void
set_optional_path(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
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

void
set_socket(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct value x = value_of(ld, key, pair->values);
	char *path = read_socket(ld, &x, x.v->text);

	if (path != NULL)
		*(char **)field = path;
}

void
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
void
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

void
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

void
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

void
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

void
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
void
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

void
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

void
set_rules(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	struct rules **rules = field;

	if (*rules == NULL)
		*rules = arena_zalloc(ld->strings, RULE_COUNT * sizeof(**rules));
	(*rules)[key->max] = rules_read(pair, ld->strings, ld->mistakes);
}

/* Its rule instead of its name: those who read dates cannot open files. */
void
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
	(*(struct rules **)field)[RULE_DATE_ZONE].v[0].text = arena_strdup(ld->strings, str_from(rule));
}

void
set_selection(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	(void)key;
	*(struct rules *)field = rules_read(pair, ld->strings, ld->mistakes);
}

void
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

void
set_from(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field)
{
	/* Means something only when all sources are known: feeds.c reads it. */
	(void)ld;
	(void)key;
	(void)pair;
	(void)field;
}
