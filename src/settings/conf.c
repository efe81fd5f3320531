#include "config.h"
#include "settings/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "settings/lexer.h"

#define SECTION_DEPTH_MAX 32 /* they are mistakes from 2 on; past this nothing more is read */

/* A file being read, and the one that included it. */
struct reading {
	struct reading *by;
	dev_t dev;
	ino_t ino;
	unsigned depth;
};

struct parser {
	struct lexer l;
	struct conf *conf;
	struct mistakes *mistakes;
	struct arena *strings;
	struct reading *reading;
	size_t *n_files;
	bool has_lost_brace; /* reported: a section still open at the end is no news */
	unsigned depth;      /* of sections: each is one call inside another */
};

int
conf_slurp(const char *path, size_t max, char **bytes, size_t *n, struct err *e)
{
	struct stat st;
	size_t room;
	ssize_t got;
	int rc = -1, fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not hold us */

	*bytes = NULL;
	*n = 0;
	if (fd == -1)
		return err_set(e, ERR_LOCAL, "%s", strerror(errno));
	if (fstat(fd, &st) == -1) {
		err_set(e, ERR_LOCAL, "%s", strerror(errno));
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(e, ERR_LOCAL, "%s", S_ISDIR(st.st_mode) ? "it is a folder" : "it is no regular file");
		goto out;
	}
	room = (size_t)st.st_size < max ? (size_t)st.st_size + 1 : max + 1; /* + 1: to see the end, or too much */
	*bytes = mem_alloc(room);
	while (*n < room && (got = read(fd, *bytes + *n, room - *n)) != 0) {
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1) {
			err_set(e, ERR_LOCAL, "%s", strerror(errno));
			goto out;
		}
		*n += (size_t)got;
	}
	if (*n > max) {
		err_set(e, ERR_LIMIT, "it is longer than %zu bytes", max);
		goto out;
	}
	rc = 0;
out:
	close(fd);
	if (rc == -1) {
		free(*bytes);
		*bytes = NULL;
	}
	return rc;
}

char *
conf_path(const char *dir, struct str path, struct arena *strings)
{
	struct str base = str_from(dir);

	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	if (path.n > 0 && path.p[0] == '/')
		return arena_strdup(strings, path);
	for (;;) {
		if (str_is(path, ".") || str_starts(path, STR("./"))) {
			path = str_skip(path, 2);
		} else if (str_is(path, "..") || str_starts(path, STR("../"))) {
			while (base.n > 0 && base.p[base.n - 1] != '/')
				base.n--;
			if (base.n > 0)
				base.n--;
			path = str_skip(path, 3);
		} else if (path.n > 0 && path.p[0] == '/') {
			path = str_skip(path, 1);
		} else {
			break;
		}
	}
	while (base.n > 0 && base.p[base.n - 1] == '/')
		base.n--;
	if (path.n == 0)
		return arena_strdup(strings, base.n > 0 ? base : STR("/"));
	return (char *)(uintptr_t)arena_printf(strings, "%.*s/%.*s", STR_ARG(base), STR_ARG(path)).p;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

struct conf_files
conf_glob(const char *dir, struct str pattern, struct arena *strings)
{
	char *path = conf_path(dir, pattern, strings);
	struct conf_files files = { 0 };
	glob_t g;
	size_t i;

	if (strpbrk(path, "*?[") == NULL || access(path, F_OK) == 0) {
		files.paths = arena_alloc(strings, sizeof(*files.paths));
		files.paths[files.n++] = path;
		return files;
	}
	if (glob(path, GLOB_NOSORT, NULL, &g) != 0)
		return files;
	files.paths = arena_alloc(strings, g.gl_pathc * sizeof(*files.paths));
	for (i = 0; i < g.gl_pathc; i++)
		files.paths[files.n++] = arena_strdup(strings, str_from(g.gl_pathv[i]));
	globfree(&g);
	qsort(files.paths, files.n, sizeof(*files.paths), by_bytes); /* glob() would ask the locale */
	return files;
}

static struct token
peek(struct parser *p, struct token (*get)(struct lexer *l))
{
	struct lexer before = p->l;
	struct token t;

	p->l.mistakes = NULL;
	t = get(&p->l);
	p->l = before;
	return t;
}

/* Past the rest of a line that makes no sense, blocks that begin on it included, so that one mistake is one message. */
static void
recover(struct parser *p, unsigned line)
{
	unsigned open = 0;

	for (;;) {
		struct token t = peek(p, lexer_value);

		if (t.kind == TOKEN_END || (open == 0 && (t.at.line != line || t.mark == '}')))
			return;
		open += t.mark == '{';
		open -= t.mark == '}';
		p->l.mistakes = NULL;
		lexer_value(&p->l);
		p->l.mistakes = p->mistakes;
	}
}

static void
add_value(struct parser *p, struct conf_pair *pair, struct conf_value ***last, const struct token *t)
{
	struct conf_value *v = arena_zalloc(&p->conf->tree, sizeof(*v));

	*v = (struct conf_value){
		.text = t->text,
		.written = t->written,
		.is_quoted = t->kind == TOKEN_STRING,
		.is_expanded = t->is_expanded,
		.is_broken = t->is_broken || t->kind == TOKEN_BAD,
		.at = t->at,
	};
	**last = v;
	*last = &v->next;
	pair->n_values++;
}

/* A word on a later line than the key that we are behind, with "=" behind it: no value of ours. */
static bool
is_next_key(struct parser *p, const struct token *t, const struct place *key)
{
	return t->kind == TOKEN_WORD && t->at.line > key->line && peek(p, lexer_key).mark == '=';
}

/* Behind the "{" of a list, up to its "}". */
static void
parse_list(struct parser *p, struct conf_pair *pair, struct conf_value ***last)
{
	bool wants_value = true;

	pair->is_list = true;
	for (;;) {
		struct lexer before = p->l;
		struct token t = lexer_value(&p->l);

		if (t.mark == '}')
			return;
		if (t.kind == TOKEN_BAD) {
			add_value(p, pair, last, &t); /* so that what was meant is not reported as missing */
			wants_value = true;
		} else if (t.mark == ',' && !wants_value) {
			wants_value = true;
		} else if (wants_value && (t.kind == TOKEN_STRING || t.kind == TOKEN_WORD)) {
			add_value(p, pair, last, &t);
			wants_value = false;
		} else if (t.kind == TOKEN_END || t.mark == '{' || t.mark == '=' || t.mark == '(' || is_next_key(p, &t, &pair->at)) {
			mistakes_add(p->mistakes, MISTAKE_ERROR, &t.at, "the list that begins on line %u is not closed with }",
			    pair->at.line);
			p->l = before;
			if (t.kind != TOKEN_WORD)
				recover(p, t.at.line);
			return;
		} else {
			mistakes_add(p->mistakes, MISTAKE_ERROR, &t.at, "a list is written {\"one\", \"two\"}: %s",
			    t.mark != '\0' ? "a value is missing before this" : "a comma is missing before this");
			if (t.mark == '\0')
				add_value(p, pair, last, &t);
			wants_value = t.mark != '\0';
		}
	}
}

/* Behind "key =". */
static void
parse_pair(struct parser *p, struct conf_section *in, const struct token *key)
{
	struct conf_pair *pair = arena_zalloc(&p->conf->tree, sizeof(*pair));
	struct conf_value **last = &pair->values;
	struct lexer before = p->l;
	struct token t = lexer_value(&p->l);

	pair->key = key->text;
	pair->at = key->at;
	if (t.mark == '{') {
		parse_list(p, pair, &last);
	} else if (t.kind == TOKEN_END || t.kind == TOKEN_MARK || is_next_key(p, &t, &key->at)) {
		mistakes_add(p->mistakes, MISTAKE_ERROR, &key->at, "%s has no value behind its =", key->text.p);
		p->l = before;
		if (t.mark != '}' && t.at.line == key->at.line)
			recover(p, t.at.line);
		t.is_broken = true;
		t.text = STR("");
		t.kind = TOKEN_BAD;
		add_value(p, pair, &last, &t);
	} else {
		if (t.kind == TOKEN_BAD)
			t.text = STR("");
		add_value(p, pair, &last, &t);
	}
	*in->last_pair = pair;
	in->last_pair = &pair->next;
}

static void read_file(struct parser *by, struct conf *conf, const char *path, const struct place *at);

/* Behind the word "include". */
static void
parse_include(struct parser *p, const struct conf_section *in, const struct token *word)
{
	struct token open = lexer_value(&p->l), pattern = lexer_value(&p->l), close;
	struct lexer before = p->l;
	struct conf_files files;
	size_t i;

	close = pattern.kind == TOKEN_STRING || pattern.kind == TOKEN_WORD ? lexer_value(&p->l) : pattern;
	if (close.kind == TOKEN_BAD || pattern.is_broken)
		return;
	if (open.mark != '(' || close.mark != ')' || pattern.text.n == 0) {
		mistakes_add(p->mistakes, MISTAKE_ERROR, &word->at, "include is written include(\"pattern\")");
		p->l = before; /* what stands in the place of the ) may be a statement */
		return;
	}
	if (in != &p->conf->top) {
		mistakes_add(p->mistakes, MISTAKE_ERROR, &word->at, "include() cannot stand inside a section");
		return;
	}
	files = conf_glob(p->conf->dir, pattern.text, p->strings);
	for (i = 0; i < files.n; i++)
		read_file(p, p->conf, files.paths[i], &pattern.at);
}

static void parse_section(struct parser *p, struct conf_section *in);

/* Behind the "{" of a section. */
static void
open_section(struct parser *p, const struct conf_section *in, const struct token *kind, const struct token *title)
{
	struct conf_section *s = arena_zalloc(&p->conf->tree, sizeof(*s));

	s->kind = kind->text;
	s->at = kind->at;
	s->last_pair = &s->pairs;
	if (title != NULL) {
		s->title = title->text;
		s->is_expanded = title->is_expanded;
		s->is_broken = title->is_broken;
	}
	*p->conf->last_section = s;
	p->conf->last_section = &s->next;
	if (in != &p->conf->top) {
		mistakes_add(p->mistakes, MISTAKE_ERROR, &kind->at, "a section inside the %s of line %u: is a } missing before it",
		    in->kind.p, in->at.line);
		p->has_lost_brace = true;
	}
	if (p->depth == SECTION_DEPTH_MAX) {
		p->l.p = p->l.end;
		return;
	}
	p->depth++;
	parse_section(p, s);
	p->depth--;
}

/* One statement that begins with the word key. */
static void
parse_statement(struct parser *p, struct conf_section *in, const struct token *key)
{
	struct lexer before = p->l;
	struct token t = peek(p, lexer_key);

	if (t.mark == '=') {
		lexer_key(&p->l);
		parse_pair(p, in, key);
		return;
	}
	if (t.mark == '{') {
		lexer_key(&p->l);
		open_section(p, in, key, NULL);
		return;
	}
	if (t.mark == '(' && str_is(key->text, "include")) {
		parse_include(p, in, key);
		return;
	}
	if ((t.kind == TOKEN_STRING || t.kind == TOKEN_WORD) && t.at.line == key->at.line) {
		struct token title = lexer_value(&p->l);

		if (peek(p, lexer_key).mark == '{') {
			lexer_key(&p->l);
			open_section(p, in, key, &title);
			return;
		}
		p->l = before;
	}
	/* What was read is not shown: behind a lost quotation mark it may be a part of a password. */
	mistakes_add(p->mistakes, MISTAKE_ERROR, &key->at,
	    "this is neither key = value, nor a section (word \"name\" { … }), nor include(\"pattern\")");
	recover(p, key->at.line);
}

/* Statements up to the section's "}", or to the end of the file. */
static void
parse_section(struct parser *p, struct conf_section *in)
{
	for (;;) {
		struct token t = lexer_key(&p->l);

		if (t.kind == TOKEN_END) {
			if (in != &p->conf->top && !p->has_lost_brace)
				mistakes_add(p->mistakes, MISTAKE_ERROR, &in->at, "this section is never closed with }");
			p->has_lost_brace = in != &p->conf->top;
			return;
		}
		if (t.kind == TOKEN_WORD) {
			parse_statement(p, in, &t);
		} else if (t.mark == '}') {
			if (in != &p->conf->top)
				return;
			mistakes_add(p->mistakes, MISTAKE_ERROR, &t.at, "} without a {");
		} else if (t.mark != ';' && t.kind != TOKEN_BAD) {
			mistakes_add(p->mistakes, MISTAKE_ERROR, &t.at,
			    "this is neither key = value, nor a section (word \"name\" { … }), nor include(\"pattern\")");
			recover(p, t.at.line);
		}
	}
}

static bool
is_being_read(const struct reading *r, const struct stat *st)
{
	for (; r != NULL; r = r->by)
		if (r->dev == st->st_dev && r->ino == st->st_ino)
			return true;
	return false;
}

/* Reports the first byte that is no text: not UTF-8, or a NUL. */
static void
check_utf8(struct parser *p, const char *path, struct str text)
{
	size_t good = utf8_valid_prefix(text), i, line_start = 0;
	struct place at = { path, 1, 0 };

	if (memchr(text.p, '\0', good) != NULL)
		good = str_find_char(text, '\0');
	if (good == text.n)
		return;
	for (i = 0; i < good; i++)
		if (text.p[i] == '\n') {
			at.line++;
			line_start = i + 1;
		}
	at.column = (unsigned)(good - line_start) + 1;
	mistakes_add(p->mistakes, MISTAKE_ERROR, &at, "a byte that is not UTF-8 text (0x%02x)", (unsigned char)text.p[good]);
}

/* Parses path into conf, on behalf of the include() at *at of by, which lends its lists. */
static void
read_file(struct parser *by, struct conf *conf, const char *path, const struct place *at)
{
	struct reading reading = { .by = by->reading, .depth = by->reading != NULL ? by->reading->depth + 1 : 0 };
	struct parser p = { .conf = conf, .mistakes = by->mistakes, .strings = by->strings, .reading = &reading, .n_files = by->n_files };
	char *bytes = NULL;
	struct stat st;
	struct err e = { 0 };
	size_t n;

	if (stat(path, &st) == -1) {
		err_set(&e, ERR_LOCAL, "%s", strerror(errno));
	} else if (is_being_read(by->reading, &st)) {
		err_set(&e, ERR_INPUT, "it includes itself");
	} else if (reading.depth > CONF_INCLUDE_DEPTH_MAX) {
		err_set(&e, ERR_LIMIT, "more than %d files inside one another", CONF_INCLUDE_DEPTH_MAX);
	} else if (++*p.n_files > CONF_FILES_MAX) {
		err_set(&e, ERR_LIMIT, "more than %d files", CONF_FILES_MAX);
	} else if (conf_slurp(path, CONF_FILE_MAX, &bytes, &n, &e) == 0) {
		reading.dev = st.st_dev;
		reading.ino = st.st_ino;
		if (n > 0)
			check_utf8(&p, path, (struct str){ bytes, n });
		lexer_init(&p.l, path, (struct str){ bytes, n }, p.strings, p.mistakes);
		parse_section(&p, &conf->top);
	}
	if (e.kind != ERR_NONE) /* line 0: it is the file that *at names */
		mistakes_add(p.mistakes, MISTAKE_ERROR, at, "cannot read %s: %s", at->line > 0 ? path : "it", e.text);
	free(bytes);
}

/* The folder that path is in, absolute; NULL when there is none. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name, *dir;

	if (slash == NULL)
		return realpath(".", NULL);
	name = mem_strndup((struct str){ path, slash == path ? 1 : (size_t)(slash - path) });
	dir = realpath(name, NULL);
	free(name);
	return dir;
}

void
conf_read(struct conf *out, const char *path, struct arena *strings, struct mistakes *m)
{
	size_t n_files = 0;
	struct parser p = { .mistakes = m, .strings = strings, .n_files = &n_files };
	struct place at = { .file = path };

	*out = (struct conf){ 0 };
	arena_init(&out->tree, SIZE_MAX, NULL);
	out->top.last_pair = &out->top.pairs;
	out->top.at = (struct place){ .file = arena_strdup(strings, str_from(path)) };
	out->top.kind = STR("");
	out->last_section = &out->sections;
	out->dir = folder_of(path);
	if (out->dir == NULL)
		mistakes_add(m, MISTAKE_ERROR, &at, "cannot read it: %s", strerror(errno));
	else
		read_file(&p, out, out->top.at.file, &at);
}

void
conf_read_pairs(struct conf *out, struct str text, const struct place *at, struct arena *strings, struct mistakes *m)
{
	size_t n_files = 0;
	struct parser p = { .conf = out, .mistakes = m, .strings = strings, .n_files = &n_files };
	const struct token kind = { .kind = TOKEN_WORD, .text = STR("source"), .at = *at };
	struct str closed;

	*out = (struct conf){ 0 };
	arena_init(&out->tree, SIZE_MAX, NULL);
	out->top.last_pair = &out->top.pairs;
	out->last_section = &out->sections;
	closed = arena_printf(&out->tree, "%.*s }", STR_ARG(text));
	if (str_find(text, STR("${")) != STR_NPOS) { /* a list from elsewhere must not read this environment */
		mistakes_add(m, MISTAKE_ERROR, at, "options: ${ has no meaning here");
		return;
	}
	lexer_init(&p.l, at->file, closed, strings, m);
	p.l.line = at->line;
	open_section(&p, &out->top, &kind, NULL);
}

void
conf_release(struct conf *c)
{
	arena_release(&c->tree);
	free(c->dir);
	*c = (struct conf){ 0 };
}
