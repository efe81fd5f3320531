#include "config.h"
#include "extract/script_value.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"

#define NUMBER_BYTES 64U /* a longer number is none */

struct reader {
	struct str s;
	size_t i;
	unsigned depth, nodes;
	bool is_dry;       /* names of arguments stand for nothing yet */
	struct map *names; /* of arguments: their cJSON; NULL outside of functions */
};

static cJSON *read_value(struct reader *r);

/* ---- signs ---- */

static bool
is_name_byte(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static void
skip_space(struct reader *r)
{
	size_t end;

	for (;;) {
		while (r->i < r->s.n && ascii_is_space(r->s.p[r->i]))
			r->i++;
		if (!str_starts(str_skip(r->s, r->i), STR("/*")))
			return;
		end = str_find(str_skip(r->s, r->i), STR("*/"));
		r->i = end == STR_NPOS ? r->s.n : r->i + end + 2;
	}
}

static char
look(struct reader *r)
{
	skip_space(r);
	return r->i < r->s.n ? r->s.p[r->i] : '\0';
}

static bool
take(struct reader *r, char c)
{
	if (look(r) != c || c == '\0')
		return false;
	r->i++;
	return true;
}

static struct str
take_name(struct reader *r)
{
	size_t from;

	skip_space(r);
	for (from = r->i; r->i < r->s.n && is_name_byte(r->s.p[r->i]); r->i++)
		;
	return (struct str){ r->s.p + from, r->i - from };
}

static bool
take_word(struct reader *r, const char *word)
{
	size_t n = strlen(word), at;

	skip_space(r);
	at = r->i + n;
	if (!str_starts(str_skip(r->s, r->i), str_from(word)) || (at < r->s.n && is_name_byte(r->s.p[at]) && is_name_byte(word[n - 1])))
		return false;
	r->i = at;
	return true;
}

/* ---- texts ---- */

static uint32_t
take_hex(struct reader *r, unsigned digits)
{
	uint32_t code = 0;

	for (; digits > 0 && r->i < r->s.n; digits--, r->i++) {
		char c = ascii_lower(r->s.p[r->i]);

		if (!ascii_is_digit(c) && (c < 'a' || c > 'f'))
			break;
		code = code << 4 | (uint32_t)(ascii_is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	return code;
}

static void
add_unicode(struct reader *r, struct buf *out)
{
	uint32_t code, low;

	if (r->i < r->s.n && r->s.p[r->i] == '{') {
		r->i++;
		buf_add_utf8(out, take_hex(r, 6));
		r->i += r->i < r->s.n && r->s.p[r->i] == '}';
		return;
	}
	code = take_hex(r, 4);
	if (code >= 0xd800 && code < 0xdc00 && str_starts(str_skip(r->s, r->i), STR("\\u"))) {
		r->i += 2;
		low = take_hex(r, 4);
		code = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : UTF8_BAD;
	}
	buf_add_utf8(out, code > 0 ? code : UTF8_BAD);
}

static void
add_escape(struct reader *r, struct buf *out)
{
	char c = r->s.p[r->i++];

	switch (c) {
	case 'u':
		add_unicode(r, out);
		break;
	case 'x':
		buf_add_utf8(out, take_hex(r, 2));
		break;
	case 'n':
	case 'r':
	case 't':
	case 'b':
	case 'f':
	case 'v':
	case '0':
		buf_add_char(out, c == 'n' ? '\n' : ' ');
		break;
	case '\n': /* the text goes on in the next line */
		break;
	default:
		buf_add_char(out, c);
		break;
	}
}

/* A text between any of JavaScript's three quotation marks; what a template puts in makes it none. */
static bool
take_text(struct reader *r, struct buf *out)
{
	char quote = look(r), c;

	buf_init(out, r->s.n + 8);
	if (quote != '"' && quote != '\'' && quote != '`')
		return false;
	for (r->i++; r->i < r->s.n && (c = r->s.p[r->i]) != quote;) {
		r->i++;
		if (c == '\\' && r->i < r->s.n)
			add_escape(r, out);
		else if (quote == '`' && c == '$' && r->i < r->s.n && r->s.p[r->i] == '{')
			return false;
		else
			buf_add_char(out, c);
	}
	return take(r, quote);
}

static cJSON *
string_of(struct buf *text)
{
	buf_add_char(text, '\0');
	return cJSON_CreateString(text->p);
}

static cJSON *
read_text(struct reader *r)
{
	struct buf text;
	cJSON *v = take_text(r, &text) ? string_of(&text) : NULL;

	buf_release(&text);
	return v;
}

/* ---- values ---- */

static cJSON *
read_number(struct reader *r)
{
	char text[NUMBER_BYTES + 1], *end;
	size_t from = r->i, n;
	double v;

	while (r->i < r->s.n && (ascii_is_alnum(r->s.p[r->i]) || strchr(".+-", r->s.p[r->i]) != NULL))
		r->i++;
	n = r->i - from;
	if (n == 0 || n > NUMBER_BYTES)
		return NULL;
	memcpy(text, r->s.p + from, n);
	text[n] = '\0';
	v = strtod(text, &end);
	return *end == '\0' || (*end == 'n' && end[1] == '\0') ? cJSON_CreateNumber(v) : NULL;
}

static cJSON *
read_array(struct reader *r, char close)
{
	cJSON *array = cJSON_CreateArray(), *v;

	while (look(r) != close) {
		v = look(r) == ',' ? cJSON_CreateNull() : read_value(r);
		if (v == NULL || (!take(r, ',') && look(r) != close)) {
			cJSON_Delete(v);
			cJSON_Delete(array);
			return NULL;
		}
		cJSON_AddItemToArray(array, v);
	}
	r->i++;
	return array;
}

static bool
take_member(struct reader *r, cJSON *object)
{
	struct buf name;
	struct str bare;
	cJSON *v = NULL;
	bool is_good;

	if (look(r) == '"' || look(r) == '\'') {
		is_good = take_text(r, &name);
	} else {
		bare = take_name(r);
		buf_init(&name, bare.n + 8);
		buf_add_str(&name, bare);
		is_good = bare.n > 0;
	}
	buf_add_char(&name, '\0');
	if (is_good && take(r, ':'))
		v = read_value(r);
	if (v != NULL)
		cJSON_AddItemToObject(object, name.p, v);
	buf_release(&name);
	return v != NULL;
}

static cJSON *
read_object(struct reader *r)
{
	cJSON *object = cJSON_CreateObject();

	while (look(r) != '}') {
		if (!take_member(r, object) || (!take(r, ',') && look(r) != '}')) {
			cJSON_Delete(object);
			return NULL;
		}
	}
	r->i++;
	return object;
}

/* The value of a call's only argument; with nothing for a call without. */
static cJSON *
read_only_argument(struct reader *r)
{
	cJSON *v;

	if (!take(r, '('))
		return NULL;
	if (take(r, ')'))
		return cJSON_CreateNull();
	v = read_value(r);
	if (v != NULL && take(r, ')'))
		return v;
	cJSON_Delete(v);
	return NULL;
}

static cJSON *
read_parsed(struct reader *r)
{
	cJSON *text = read_only_argument(r), *v = cJSON_IsString(text) ? cJSON_Parse(text->valuestring) : NULL;

	cJSON_Delete(text);
	return v;
}

static cJSON *
read_bound(struct reader *r)
{
	struct str name = take_name(r);
	cJSON *v;

	if (name.n == 0 || r->names == NULL || !map_has(r->names, name))
		return NULL;
	v = r->is_dry ? NULL : map_get(r->names, name);
	if (cJSON_IsString(v))
		return cJSON_CreateStringReference(v->valuestring);
	if (cJSON_IsObject(v))
		return cJSON_CreateObjectReference(v->child);
	if (cJSON_IsArray(v))
		return cJSON_CreateArrayReference(v->child);
	return v != NULL ? cJSON_Duplicate(v, false) : cJSON_CreateNull();
}

static cJSON *
read_named(struct reader *r)
{
	static const struct {
		const char *word;
		enum { IS_NULL, IS_TRUE, IS_FALSE, IS_CALL, IS_PARSE } what;
	} words[] = { { "null", IS_NULL }, { "undefined", IS_NULL }, { "void 0", IS_NULL }, { "NaN", IS_NULL }, { "Infinity", IS_NULL }, { "-Infinity", IS_NULL },
		{ "true", IS_TRUE }, { "!0", IS_TRUE }, { "false", IS_FALSE }, { "!1", IS_FALSE }, { "new Date", IS_CALL }, { "new Map", IS_CALL }, { "new Set", IS_CALL },
		{ "Object.freeze", IS_CALL }, { "Symbol", IS_CALL }, { "JSON.parse", IS_PARSE } };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!take_word(r, words[i].word))
			continue;
		switch (words[i].what) {
		case IS_NULL:
			return cJSON_CreateNull();
		case IS_TRUE:
		case IS_FALSE:
			return cJSON_CreateBool(words[i].what == IS_TRUE);
		case IS_CALL:
			return read_only_argument(r);
		case IS_PARSE:
			return read_parsed(r);
		}
	}
	return look(r) == '-' || look(r) == '.' || ascii_is_digit(look(r)) ? read_number(r) : read_bound(r);
}

static cJSON *
read_value(struct reader *r)
{
	cJSON *v;

	if (r->depth == SCRIPT_DEPTH_MAX || r->nodes == SCRIPT_NODES_MAX)
		return NULL;
	r->nodes++;
	r->depth++;
	switch (look(r)) {
	case '{':
		r->i++;
		v = read_object(r);
		break;
	case '[':
		r->i++;
		v = read_array(r, ']');
		break;
	case '"':
	case '\'':
	case '`':
		v = read_text(r);
		break;
	default:
		v = read_named(r);
		break;
	}
	r->depth--;
	return v;
}

/* ---- functions that return a value ---- */

/* "function(a,b)" or "(a,b)": each name stands for an argument, which is NULL where there are none (yet). */
static bool
take_names(struct reader *r, const cJSON *argument)
{
	struct str name;

	if (take_word(r, "function"))
		take_name(r);
	if (!take(r, '('))
		return false;
	while (!take(r, ')')) {
		name = take_name(r);
		if (name.n == 0)
			return false;
		map_put(r->names, name, (cJSON *)(uintptr_t)argument);
		argument = argument != NULL ? argument->next : NULL;
		take(r, ',');
	}
	return true;
}

/* Up to the value that the function returns. What it does before is not looked at. */
static bool
take_head(struct reader *r)
{
	size_t at;

	if (!take_names(r, NULL))
		return false;
	take_word(r, "=>");
	if (!take(r, '{'))
		return false;
	at = str_find(str_skip(r->s, r->i), STR("return"));
	if (at == STR_NPOS)
		return false;
	r->i += at;
	return take_word(r, "return");
}

/* Twice: the arguments stand behind the value that names them. */
static void
read_function(struct reader *r, struct script_value *out)
{
	cJSON *dry = NULL;
	size_t head, body = 0, end;

	r->names = map_new();
	take(r, '(');
	head = r->i;
	if (take_head(r)) {
		body = r->i;
		r->is_dry = true;
		dry = read_value(r);
		take(r, ';');
		if (dry != NULL && take(r, '}')) {
			take(r, ')');
			out->arguments = take(r, '(') ? read_array(r, ')') : NULL;
		}
	}
	if (out->arguments != NULL) {
		end = r->i;
		*r = (struct reader){ .s = r->s, .i = head, .names = r->names };
		if (take_names(r, out->arguments->child)) {
			r->i = body;
			out->root = read_value(r);
		}
		r->i = end;
	}
	cJSON_Delete(dry);
	map_free(r->names);
}

bool
script_value_read(struct script_value *out, struct str text, size_t *used)
{
	struct reader r = { .s = text };
	const char *end = NULL;

	*out = (struct script_value){ NULL, NULL };
	switch (look(&r)) {
	case '(':
		read_function(&r, out);
		if (out->root == NULL)
			script_value_release(out);
		break;
	case '{':
	case '[': /* most of them are JSON, which is read faster */
		text = str_skip(text, r.i);
		out->root = cJSON_ParseWithLengthOpts(text.p, text.n, &end, false);
		if (out->root != NULL)
			r.i += (size_t)(end - text.p);
		else
			out->root = read_value(&r);
		break;
	case 'J':
		out->root = take_word(&r, "JSON.parse") ? read_parsed(&r) : NULL;
		break;
	}
	*used = r.i;
	return out->root != NULL;
}

void
script_value_release(struct script_value *v)
{
	cJSON_Delete(v->root);
	cJSON_Delete(v->arguments);
	*v = (struct script_value){ NULL, NULL };
}
