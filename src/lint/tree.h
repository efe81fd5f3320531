/*
 * A feed's XML as a tree that knows where each thing stands. Unlike parse/, nothing is mended or passed over on the way:
 * what lint tells of is what the publisher wrote.
 */
#ifndef LINT_TREE_H
#define LINT_TREE_H

#include "lint/report.h"
#include "parse/names.h"

#define TREE_DEPTH_MAX 200U
#define TREE_NODES_MAX 100000U /* twenty elements in each of five thousand items */

struct lint_attribute {
	struct str name, value;
	enum ns ns; /* NS_NONE for those without a prefix */
};

struct lint_node {
	struct lint_node *parent, *first, *last, *next;
	struct str prefix, name;
	struct str text;   /* its own characters, references decoded; of all its children together */
	size_t text_room;
	struct lint_attribute *attributes;
	uint32_t n_attributes;
	enum ns ns;
	size_t at; /* byte of its '<' in the report's text */
};

/* The root, or NULL. Syntax errors are in the report. xml is the end of report->text, or a changed copy of it of the same length. */
struct lint_node *tree_read(struct report *r, struct str xml, struct str doctype);

const struct lint_attribute *node_attribute(const struct lint_node *n, enum ns ns, const char *name); /* NULL when absent */
struct str node_value(const struct lint_node *n, const char *name); /* of an attribute without a prefix, trimmed; empty when absent */
const struct lint_node *node_child(const struct lint_node *n, enum ns ns, const char *name); /* the first; NULL when absent */

/* For messages: "atom:link" or "guid" as the publisher wrote it, in the arena. */
struct str node_shown(struct arena *a, const struct lint_node *n);
/* Where an attribute's name stands in its tag. */
size_t node_attribute_at(const struct report *r, const struct lint_node *n, struct str name);

#endif
