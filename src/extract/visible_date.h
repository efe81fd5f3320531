/* Dates that stand only in the visible parts of a page or in its address. */
#ifndef EXTRACT_VISIBLE_DATE_H
#define EXTRACT_VISIBLE_DATE_H

#include "extract/content.h"
#include "extract/metadata.h"

/*
 * Fills the dates that m lacks, and writes one in UTC in the zone in which the page shows the same moment. from and to: the
 * blocks around the headline (whereabouts.h).
 */
void visible_dates(struct metadata *m, const struct content *c, uint32_t from, uint32_t to);

#endif
