/*
 * The elements that are open while sanitised HTML is written, and the one way
 * in which they are closed: what comes out nests properly whatever came in.
 * Formatting that was open in a block goes on behind it, as in browsers (HTML
 * 13.2.4.3): such elements are kept unwritten until something is to stand in them.
 */
#ifndef NORMALISE_OPEN_ELEMENTS_H
#define NORMALISE_OPEN_ELEMENTS_H

#include "base/buf.h"
#include "normalise/html_element.h"

#define OPEN_ELEMENTS_MAX 100U /* deeper tags go, their content stays */

struct open_element {
	const struct html_element *element;
	size_t tag_at, tag_n; /* its start tag in the output */
	bool is_dead;         /* its end tag came too early: it ends with what it holds */
};

struct open_elements {
	struct buf *out;
	struct open_element v[OPEN_ELEMENTS_MAX];
	size_t n, n_written; /* those from n_written on are to be written again before text */
};

/* Writes the start tags of what is open but unwritten: before text and elements that stand in a line. */
void open_elements_write(struct open_elements *o);

/*
 * Makes room for a start tag of e, which the caller writes to out then and reports with
 * open_elements_push(): ends what e ends by itself (HTML 13.1.2.4). False when too many are open, or
 * e is a part of a table outside of one: then the tag goes.
 */
bool open_elements_prepare(struct open_elements *o, const struct html_element *e);
void open_elements_push(struct open_elements *o, const struct html_element *e, size_t tag_at);

/* An end tag. */
void open_elements_end(struct open_elements *o, const struct html_element *e);

/* Ends all but the first n. */
void open_elements_cut(struct open_elements *o, size_t n);

#endif
