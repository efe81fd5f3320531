/* Dates in lines of facts: what a label before them says they are, and the time of day behind them. */
#ifndef EXTRACT_DATE_LINE_H
#define EXTRACT_DATE_LINE_H

#include "extract/page_date.h"

enum date_label { DATE_PLAIN = 0, DATE_PUBLISHED, DATE_UPDATED };

/*
 * The next date in the line at or behind *at, which then is behind its beginning, for the next call; what was said of it
 * since the date before it: "Published: …", "Dernière mise à jour le …". The line has only ASCII digits (page_date_digits).
 */
bool date_line_next(struct arena *a, struct str line, size_t *at, bool month_first, struct page_date *out, enum date_label *label);

/* The first time of day at or behind at, in minutes: "14:05", "2:05 pm", "14h05", "14.05 Uhr". */
bool date_line_clock(struct str line, size_t at, int *minutes);

#endif
