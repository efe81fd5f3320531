/*
 * feedwright export, import: subscription lists out and in, without loss. What
 * other programs have written into a list stays in it, whatever it means.
 */
#include "config.h"
#include <errno.h>
#include <getopt.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "cli/common.h"
#include "cli/resources.h"
#include "cli/verbs.h"
#include "publish/file.h"
#include "settings/opml.h"

static const char export_usage[] = "usage: feedwright export --opml [--config FILE] [--output FILE]\n"
                                   "Every source with an address, as an OPML subscription list: those of subscription\n"
                                   "lists as they stand there, those of the configuration with their options.\n";

static const char import_usage[] = "usage: feedwright import [--config FILE] [--into LIST.opml] FILE.opml\n"
                                   "Adds the subscriptions of FILE.opml that are new to a subscription list that the\n"
                                   "configuration names (the first, if --into does not say which).\n";

#define LIST_MAX (16U << 20) /* bytes */
#define OUTLINE BAD_CAST "outline"

/* ---- trees ---- */

static xmlDocPtr
new_list(xmlNodePtr *body)
{
	xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNodePtr root = xmlNewNode(NULL, BAD_CAST "opml"), head;

	xmlDocSetRootElement(doc, root);
	xmlNewProp(root, BAD_CAST "version", BAD_CAST "2.0");
	xmlNewNs(root, BAD_CAST OPML_NAMESPACE, BAD_CAST "fw");
	head = xmlNewChild(root, NULL, BAD_CAST "head", NULL);
	xmlNewTextChild(head, NULL, BAD_CAST "title", BAD_CAST "Subscriptions");
	*body = xmlNewChild(root, NULL, BAD_CAST "body", NULL);
	return doc;
}

static void
ignore_outline(const struct opml_outline *o, void *arg)
{
	(void)o;
	(void)arg;
}

/* NULL after a message. opml_read() has refused what a list may not have before libxml2 makes a tree of it. */
static xmlDocPtr
read_list(const char *path, const char *verb)
{
	xmlDocPtr doc = NULL;
	struct buf bytes;
	struct err e = { .kind = ERR_NONE };
	unsigned line;

	buf_init(&bytes, LIST_MAX);
	if (read_bytes(path, verb, &bytes) == 0) {
		if (opml_read(buf_str(&bytes), ignore_outline, NULL, &line, &e) == 0)
			doc = xmlReadMemory(bytes.p, (int)bytes.n, path, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
		if (doc == NULL)
			fprintf(stderr, "feedwright %s: %s:%u: %s\n", verb, path, line, e.text);
	}
	buf_release(&bytes);
	return doc;
}

static xmlNodePtr
child_named(xmlNodePtr parent, const char *name)
{
	xmlNodePtr n;

	for (n = parent != NULL ? parent->children : NULL; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE && strcasecmp((const char *)n->name, name) == 0)
			return n;
	return NULL;
}

static xmlNodePtr
body_of(xmlDocPtr doc)
{
	return child_named(xmlDocGetRootElement(doc), "body");
}

/* An attribute by its name in any case; free with xmlFree(). */
static char *
attribute(xmlNodePtr n, const char *name)
{
	xmlAttrPtr a;

	for (a = n->properties; a != NULL; a = a->next)
		if (a->ns == NULL && strcasecmp((const char *)a->name, name) == 0)
			return (char *)xmlNodeListGetString(n->doc, a->children, 1);
	return NULL;
}

static int
write_list(xmlDocPtr doc, const char *path, const char *verb)
{
	xmlChar *bytes = NULL;
	struct err e;
	int n = 0, rc = 0;

	xmlDocDumpFormatMemoryEnc(doc, &bytes, &n, "UTF-8", 1);
	if (path == NULL)
		rc = fwrite(bytes, 1, (size_t)n, stdout) == (size_t)n && fflush(stdout) == 0 ? 0 : -1;
	else if ((rc = publish_file(path, (struct str){ (const char *)bytes, (size_t)n }, &e)) != 0)
		fprintf(stderr, "feedwright %s: %s\n", verb, e.text);
	xmlFree(bytes);
	return rc;
}

/* ---- export ---- */

/* Copies take their name spaces along: those of the list's root are declared where they are used. */
static void
copy_children(xmlNodePtr from, xmlNodePtr to)
{
	xmlNodePtr n, copy;

	for (n = from->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		copy = xmlDocCopyNode(n, to->doc, 1);
		xmlAddChild(to, copy);
		xmlReconciliateNs(to->doc, copy);
	}
}

static void
add_source(xmlNodePtr body, const struct source *s)
{
	xmlNsPtr ns = xmlSearchNsByHref(body->doc, body, BAD_CAST OPML_NAMESPACE);
	xmlNodePtr n = xmlNewChild(body, NULL, OUTLINE, NULL);
	const char *title = s->title != NULL && s->title[0] != '\0' ? s->title : s->name;
	struct buf tags;
	size_t i;

	xmlNewProp(n, BAD_CAST "type", BAD_CAST "rss");
	xmlNewProp(n, BAD_CAST "text", BAD_CAST title);
	xmlNewProp(n, BAD_CAST "title", BAD_CAST title);
	xmlNewProp(n, BAD_CAST "xmlUrl", BAD_CAST s->url);
	buf_init(&tags, LIST_MAX);
	for (i = 0; i < s->n_tags; i++)
		if (strpbrk(s->tags[i], ",/") == NULL) /* what OPML cannot say stands in the options */
			buf_printf(&tags, "%s/%s", tags.n > 0 ? "," : "", s->tags[i]);
	if (tags.n > 0)
		xmlNewProp(n, BAD_CAST "category", BAD_CAST tags.p);
	buf_release(&tags);
	xmlNewNsProp(n, ns, BAD_CAST "name", BAD_CAST s->name);
	if (s->options != NULL)
		xmlNewNsProp(n, ns, BAD_CAST "options", BAD_CAST s->options);
}

static int
add_lists(const struct settings *set, xmlNodePtr body)
{
	struct map *seen = map_new();
	xmlDocPtr list;
	size_t i;
	int rc = 0;

	for (i = 0; i < set->n_sources && rc == 0; i++) {
		const struct source *s = &set->sources[i];

		if (!s->is_subscribed || map_has(seen, str_from(s->file)))
			continue;
		map_put(seen, str_from(s->file), seen);
		list = read_list(s->file, "export");
		if (list == NULL)
			rc = -1;
		else if (body_of(list) != NULL)
			copy_children(body_of(list), body);
		xmlFreeDoc(list);
	}
	map_free(seen);
	return rc;
}

static int
export_all(const struct settings *set, const char *output)
{
	xmlNodePtr body;
	xmlDocPtr doc = new_list(&body);
	size_t i;
	int rc;

	for (i = 0; i < set->n_sources; i++)
		if (!set->sources[i].is_subscribed && set->sources[i].url != NULL)
			add_source(body, &set->sources[i]);
	rc = add_lists(set, body);
	if (rc == 0)
		rc = write_list(doc, output, "export");
	xmlFreeDoc(doc);
	return rc == 0 ? EXIT_GOOD : EXIT_USAGE;
}

/* ---- import ---- */

struct merge {
	struct map *known; /* addresses that are subscribed to */
	unsigned n_added, n_known;
};

static xmlNodePtr
find_folder(xmlNodePtr in, const char *label)
{
	xmlNodePtr n;

	for (n = in->children; n != NULL; n = n->next) {
		char *text = n->type == XML_ELEMENT_NODE ? attribute(n, "text") : NULL, *url = text != NULL ? attribute(n, "xmlUrl") : NULL;
		bool is_it = text != NULL && url == NULL && strcmp(text, label) == 0;

		xmlFree(text);
		xmlFree(url);
		if (is_it)
			return n;
	}
	return NULL;
}

static void
add_copy(struct merge *m, xmlNodePtr n, const char *url, xmlNodePtr to)
{
	xmlNodePtr copy;

	if (map_has(m->known, str_from(url))) {
		m->n_known++;
		return;
	}
	map_put(m->known, str_from(url), m);
	m->n_added++;
	copy = xmlDocCopyNode(n, to->doc, 1);
	xmlAddChild(to, copy);
	xmlReconciliateNs(to->doc, copy);
}

/* Depth is capped: opml_read() has read the list. A folder without anything new in it is not made. */
static void
merge(struct merge *m, xmlNodePtr from, xmlNodePtr to)
{
	xmlNodePtr n, folder;

	for (n = from->children; n != NULL; n = n->next) {
		char *url, *label;
		unsigned before = m->n_added;

		if (n->type != XML_ELEMENT_NODE)
			continue;
		url = attribute(n, "xmlUrl");
		label = attribute(n, "text");
		if (url != NULL) {
			add_copy(m, n, url, to);
		} else if (label != NULL) {
			folder = find_folder(to, label);
			if (folder != NULL) {
				merge(m, n, folder);
			} else {
				folder = xmlDocCopyNode(n, to->doc, 2); /* with attributes, without what is in it */
				xmlAddChild(to, folder);
				xmlReconciliateNs(to->doc, folder);
				merge(m, n, folder);
				if (m->n_added == before) {
					xmlUnlinkNode(folder);
					xmlFreeNode(folder);
				}
			}
		}
		xmlFree(url);
		xmlFree(label);
	}
}

static void
know_sources(struct merge *m, const struct settings *set)
{
	size_t i;

	m->known = map_new();
	for (i = 0; i < set->n_sources; i++)
		if (set->sources[i].url != NULL)
			map_put(m->known, str_from(set->sources[i].url), m);
}

/* The first pattern that names one file. */
static const char *
default_list(const struct settings *set)
{
	size_t i;

	for (i = 0; i < set->n_subscriptions; i++)
		if (strpbrk(set->subscriptions[i], "*?[") == NULL)
			return set->subscriptions[i];
	return NULL;
}

static int
import_into(const struct settings *set, const char *from_path, const char *path)
{
	xmlDocPtr from = read_list(from_path, "import"), to = NULL;
	struct merge m = { .n_added = 0 };
	xmlNodePtr body;
	int rc = -1;

	know_sources(&m, set);
	if (from != NULL && body_of(from) != NULL) {
		if (access(path, F_OK) != 0 && errno == ENOENT)
			to = new_list(&body);
		else if ((to = read_list(path, "import")) != NULL && (body = body_of(to)) == NULL)
			body = xmlNewChild(xmlDocGetRootElement(to), NULL, BAD_CAST "body", NULL);
		if (to != NULL) {
			merge(&m, body_of(from), body);
			rc = m.n_added > 0 ? write_list(to, path, "import") : 0;
		}
	}
	if (rc == 0)
		printf("%s: %u subscriptions added, %u were there\n", path, m.n_added, m.n_known);
	map_free(m.known);
	xmlFreeDoc(from);
	xmlFreeDoc(to);
	return rc == 0 ? EXIT_GOOD : EXIT_USAGE;
}

/* ---- verbs ---- */

/* The option's argument and --config; -1: go on, else the exit status. */
static int
read_options(int argc, char **argv, const char *name, const char *usage, const char **path, const char **value)
{
	const struct option options[] = { { "config", required_argument, NULL, 'c' }, { name, required_argument, NULL, 'o' },
		{ "opml", no_argument, NULL, 'p' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	int c;

	*path = default_config();
	while ((c = getopt_long(argc, argv, "c:o:", options, NULL)) != -1) {
		if (c == 'c') {
			*path = optarg;
		} else if (c == 'o') {
			*value = optarg;
		} else if (c != 'p') {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	return -1;
}

int
export_subscriptions(int argc, char **argv)
{
	const char *path, *output = NULL;
	struct settings *set;
	int rc = read_options(argc, argv, "output", export_usage, &path, &output);

	if (rc >= 0)
		return rc;
	if (optind != argc) {
		fputs(export_usage, stderr);
		return EXIT_USAGE;
	}
	set = load_settings(path, "export");
	if (set == NULL)
		return EXIT_USAGE;
	rc = export_all(set, output);
	settings_free(set);
	return rc;
}

int
import_subscriptions(int argc, char **argv)
{
	const char *path, *into = NULL;
	struct settings *set;
	int rc = read_options(argc, argv, "into", import_usage, &path, &into);

	if (rc >= 0)
		return rc;
	if (optind + 1 != argc) {
		fputs(import_usage, stderr);
		return EXIT_USAGE;
	}
	set = load_settings(path, "import");
	if (set == NULL)
		return EXIT_USAGE;
	if (into == NULL)
		into = default_list(set);
	if (into == NULL) {
		fprintf(stderr, "feedwright import: %s names no list: write subscriptions = {\"list.opml\"}, or say --into FILE\n", path);
		rc = EXIT_USAGE;
	} else {
		rc = import_into(set, argv[optind], into);
	}
	settings_free(set);
	return rc;
}
