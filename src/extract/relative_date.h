/* Dates that count from now: "3 hours ago", "vor 2 Tagen", "il y a 3 h", "3時間前", "gestern". */
#ifndef EXTRACT_RELATIVE_DATE_H
#define EXTRACT_RELATIVE_DATE_H

#include "extract/page_date.h"

/*
 * The first such date in a short text. as_of_s: when the text was current, as Unix time; 0 is not known, and then nothing
 * is found. Minutes and hours give a moment, days and weeks a day (UTC). Months and years are too vague to be a date.
 */
bool relative_date_find(struct arena *a, struct str text, int64_t as_of_s, struct page_date *out);

#endif
