/* The findings of one document: where each stands, in order of lines, at most FINDINGS_MAX. */
#ifndef LINT_REPORT_H
#define LINT_REPORT_H

#include "lint/rules.h"
#include "model/document.h"

#define FINDINGS_MAX 500U        /* a document; the rest is counted */
#define FINDINGS_A_RULE_MAX 20U  /* of one rule: a mistake of the generator's stands in every item */

struct report {
	struct arena *a;
	enum lint_format format; /* LINT_ANY until it is known */
	struct str text;   /* the document as UTF-8: places are bytes of it */
	struct list lines; /* size_t: where each line begins */
	struct list found; /* struct finding, in the order found */
	uint32_t n_of_rule[LINT_RULES];
	uint32_t n_left_out;
};

#define NOWHERE SIZE_MAX /* a finding of the document as a whole */

void report_init(struct report *r, struct arena *a, struct str text);

/* at: byte of text that it is about, or NOWHERE. The message is for the publisher: what is wrong, lower case. */
void report_add(struct report *r, enum lint_rule rule, size_t at, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same for whoever knows the line and column only (from 1; column 0: unknown). */
void report_add_line(struct report *r, enum lint_rule rule, int64_t line, int64_t column, struct str message);

/* The findings by line and column into out (struct finding), with a last one that counts what was left out. */
void report_finish(struct report *r, struct list *out);

#endif
