/*
 * An article under construction, and what the readers of all forms do to it
 * alike. Whoever comes first fills a member; later values do not replace it.
 */
#ifndef EXTRACT_DRAFT_H
#define EXTRACT_DRAFT_H

#include "base/buf.h"
#include "model/document.h"

struct draft {
	struct arena *a;
	struct document *d;
	struct article *article;
	struct scope *scope;     /* of all texts of the article */
	struct str shown_credit; /* image_credit as it stood, with its parentheses */
	struct buf body;         /* HTML, not sanitised */
};

/* Gives d its one article. n_bytes is the size of the file and bounds the body. */
void draft_init(struct draft *w, struct arena *a, struct document *d, size_t n_bytes);
void draft_release(struct draft *w);
/* The body and the scope into the article. -1 with ERR_INPUT when there is neither title nor body. */
int draft_finish(struct draft *w, struct err *e);

struct text draft_plain(const struct draft *w, struct str text);

bool draft_published(struct draft *w, struct str date); /* true when it is a date */
bool draft_updated(struct draft *w, struct str date);
void draft_person(struct draft *w, struct str name);
void draft_people(struct draft *w, struct str names); /* "A, B and C", "Name <email>" */
void draft_tag(struct draft *w, struct str tag);
void draft_tags(struct draft *w, struct str tags); /* "a, b" */
void draft_url(struct draft *w, struct str url);   /* http(s) only; the base of relative references */
void draft_image(struct draft *w, struct str url); /* where it becomes an absolute http(s) URL */
void draft_caption(struct draft *w, struct str caption); /* takes the credit out of it */
void draft_credit(struct draft *w, struct str credit);
struct document *draft_source(struct draft *w);

/*
 * A line above the text that is a fact: "Published: DATE", "Updated: DATE", "By NAME", "Tags: A, B",
 * "Link: URL"; several with "|" between them. False, and nothing done, for any other line.
 */
bool draft_fact(struct draft *w, struct str line);
bool draft_is_fact(struct draft *w, struct str line);      /* asks only */
bool draft_has_label(struct str line);                     /* begins as one, whether it is true or not */
bool draft_is_date_fact(struct draft *w, struct str line); /* one that a label makes a date */

/* Appends a figure. src and caption may be empty; shown is the credit as it stood. */
void draft_figure(struct buf *out, struct str src, struct str alt, struct str caption, struct str shown);
/* The article's own image, caption and credit as a figure; nothing when there are none. */
void draft_top_figure(struct draft *w, struct buf *out);

#endif
