#include "config.h"
#include "extract/selector.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>

#include "base/mem.h"
#include "extract/selector_css.h"

#define TEXT_MAX (1U << 20) /* bytes of text that a finder holds at once */

struct selector {
	struct arena a;
	struct css_list *css;
	const char *attribute; /* of the elements that css names; NULL: they themselves */
	xmlXPathCompExpr *xpath;
	char *xpath_text;
};

/* ---- compiling ---- */

static bool
is_xpath(struct str text, size_t *skip)
{
	*skip = str_starts(text, STR("xpath:")) ? strlen("xpath:") : 0;
	return *skip > 0 || str_starts(text, STR("/")) || str_starts(text, STR("./")) || str_starts(text, STR("("));
}

static void
on_xpath_error(void *arg, const xmlError *error)
{
	(void)arg;
	(void)error;
}

static xmlXPathContext *
new_context(xmlDoc *doc)
{
	xmlXPathContext *c = xmlXPathNewContext(doc);

	if (c == NULL)
		abort();
	c->opLimit = XPATH_STEPS_MAX;
	c->error = (xmlStructuredErrorFunc)on_xpath_error;
	return c;
}

static int
xpath_error(const xmlXPathContext *c, struct err *e)
{
	static const char *const reasons[] = {
		[XPATH_NUMBER_ERROR] = "a number is wrong",
		[XPATH_UNFINISHED_LITERAL_ERROR] = "a text without its closing quotation mark",
		[XPATH_START_LITERAL_ERROR] = "a text in quotation marks is missing",
		[XPATH_VARIABLE_REF_ERROR] = "a variable",
		[XPATH_UNDEF_VARIABLE_ERROR] = "there are no variables",
		[XPATH_INVALID_PREDICATE_ERROR] = "a condition in [] is wrong",
		[XPATH_UNCLOSED_ERROR] = "something is not closed",
		[XPATH_UNKNOWN_FUNC_ERROR] = "there is no such function",
		[XPATH_INVALID_OPERAND] = "an operand of a wrong type",
		[XPATH_INVALID_TYPE] = "a value of a wrong type",
		[XPATH_INVALID_ARITY] = "a function with too few or too many arguments",
		[XPATH_UNDEF_PREFIX_ERROR] = "there are no namespaces",
		[XPATH_RECURSION_LIMIT_EXCEEDED] = "it is nested too deeply",
	};
	const size_t n = sizeof(reasons) / sizeof(reasons[0]);
	size_t code = (size_t)(c->lastError.code - XML_XPATH_EXPRESSION_OK);

	if (code == XPATH_OP_LIMIT_EXCEEDED)
		return err_set(e, ERR_LIMIT, "xpath: more than %u operations", XPATH_STEPS_MAX);
	return err_set(e, ERR_INPUT, "expected an XPath 1.0 expression%s%s", code < n && reasons[code] != NULL ? ": " : "",
	    code < n && reasons[code] != NULL ? reasons[code] : "");
}

static int
compile_xpath(struct selector *s, struct str text, size_t *at, struct err *e)
{
	xmlXPathContext *c = new_context(NULL);
	struct str trimmed = str_trim(text);
	size_t before = trimmed.n > 0 ? (size_t)(trimmed.p - text.p) : 0;

	s->xpath_text = arena_strdup(&s->a, trimmed);
	s->xpath = xmlXPathCtxtCompile(c, (const xmlChar *)s->xpath_text);
	if (s->xpath == NULL) {
		if (c->lastError.int1 > 0)
			*at += before + (size_t)c->lastError.int1;
		xpath_error(c, e);
	}
	xmlXPathFreeContext(c);
	return s->xpath != NULL ? 0 : -1;
}

static int
compile_css(struct selector *s, struct str text, size_t *at, struct err *e)
{
	struct str name;
	size_t i;

	for (i = 0; i < text.n && ascii_is_space(text.p[i]); i++)
		;
	if (i < text.n && text.p[i] == '@') { /* of the element itself */
		size_t none = 0;

		s->css = css_parse(&s->a, STR(":scope"), &none, e);
	} else {
		s->css = css_parse(&s->a, text, &i, e);
	}
	*at = i;
	if (s->css == NULL)
		return -1;
	if (i == text.n)
		return 0;
	*at = ++i;
	name = css_name(&s->a, text, &i);
	if (name.n == 0)
		return err_set(e, ERR_INPUT, "expected the name of an attribute");
	*at = i;
	if (str_trim(str_skip(text, i)).n > 0)
		return err_set(e, ERR_INPUT, "expected the end behind @%.*s", STR_ARG(name));
	s->attribute = name.p;
	return 0;
}

struct selector *
selector_new(struct str text, size_t *at, struct err *e)
{
	struct selector *s = mem_zalloc(sizeof(*s));
	size_t skip;
	int rc;

	arena_init(&s->a, SIZE_MAX, NULL);
	*at = 0;
	if (is_xpath(text, &skip)) {
		*at = skip;
		rc = compile_xpath(s, str_skip(text, skip), at, e);
	} else {
		rc = compile_css(s, text, at, e);
	}
	if (rc == 0)
		return s;
	selector_free(s);
	return NULL;
}

void
selector_free(struct selector *s)
{
	if (s == NULL)
		return;
	xmlXPathFreeCompExpr(s->xpath);
	arena_release(&s->a);
	free(s);
}

/* ---- finding ---- */

void
finder_init(struct finder *f, const struct dom *dom, struct arena *a)
{
	*f = (struct finder){ .dom = dom, .a = a };
	buf_init(&f->text, TEXT_MAX + 4096);
}

void
finder_release(struct finder *f)
{
	xmlXPathFreeContext(f->xpath);
	f->xpath = NULL;
	buf_release(&f->text);
}

static void
add_hit(struct finder *f, struct hits *out, size_t *room, const xmlNode *n, struct str value)
{
	if (out->n == *room) {
		size_t more = *room > 0 ? 2 * *room : 8;

		out->v = arena_grow(f->a, out->v, *room * sizeof(*out->v), more * sizeof(*out->v));
		*room = more;
	}
	out->v[out->n++] = (struct hit){ n, value };
}

static int
find_css(const struct selector *s, struct finder *f, const xmlNode *root, size_t max, struct hits *out, struct err *e)
{
	const xmlNode *n;
	struct str value;
	size_t room = 0;

	for (n = root; n != NULL && out->n < max; n = dom_next(n, root)) {
		if (n->type != XML_ELEMENT_NODE || !css_matches(s->css, f, n, root))
			continue;
		value = s->attribute != NULL ? dom_raw_attr(n, s->attribute) : STR_NONE;
		if (s->attribute == NULL || value.p != NULL)
			add_hit(f, out, &room, n, value);
	}
	if (f->steps > SELECTOR_STEPS_MAX)
		return err_set(e, ERR_LIMIT, "selectors: more than %u steps on one page", SELECTOR_STEPS_MAX);
	return 0;
}

static void
take_nodes(struct finder *f, xmlNodeSet *set, size_t max, struct hits *out)
{
	size_t room = 0;
	int i;

	xmlXPathNodeSetSort(set);
	for (i = 0; i < set->nodeNr && out->n < max; i++) {
		const xmlNode *n = set->nodeTab[i];

		if (n->type == XML_ELEMENT_NODE)
			add_hit(f, out, &room, n, STR_NONE);
		else if (n->type == XML_ATTRIBUTE_NODE)
			add_hit(f, out, &room, n->parent, n->children != NULL && n->children->content != NULL ?
			        str_from((const char *)n->children->content) : STR(""));
		else if (dom_is_text(n))
			add_hit(f, out, &room, n->parent, str_from((const char *)n->content));
	}
}

static void
take_computed(struct finder *f, const xmlXPathObject *o, struct hits *out)
{
	xmlChar *text;
	size_t room = 0;

	if (o->type == XPATH_BOOLEAN && !o->boolval)
		return; /* false is nothing */
	text = xmlXPathCastToString((xmlXPathObject *)(uintptr_t)o);
	if (text != NULL && text[0] != '\0')
		add_hit(f, out, &room, NULL, arena_str(f->a, str_from((const char *)text)));
	xmlFree(text);
}

static int
find_xpath(const struct selector *s, struct finder *f, const xmlNode *root, size_t max, struct hits *out, struct err *e)
{
	xmlXPathObject *o;

	if (f->xpath == NULL)
		f->xpath = new_context(f->dom->doc);
	f->xpath->node = (xmlNode *)(uintptr_t)root;
	f->xpath->opCount = 0;
	o = xmlXPathCompiledEval(s->xpath, f->xpath);
	if (o == NULL)
		return xpath_error(f->xpath, e);
	if (o->type == XPATH_NODESET && o->nodesetval != NULL)
		take_nodes(f, o->nodesetval, max, out);
	else if (o->type != XPATH_NODESET)
		take_computed(f, o, out);
	xmlXPathFreeObject(o);
	return 0;
}

int
selector_find(const struct selector *s, struct finder *f, const xmlNode *root, size_t max, struct hits *out, struct err *e)
{
	*out = (struct hits){ .n = 0 };
	return s->xpath != NULL ? find_xpath(s, f, root, max, out, e) : find_css(s, f, root, max, out, e);
}
