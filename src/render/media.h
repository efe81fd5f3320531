/* The media: elements (Media RSS 1.5.1) of an entry: its image with caption and credit, and its media. */
#ifndef RENDER_MEDIA_H
#define RENDER_MEDIA_H

#include "model/feed.h"
#include "render/xml_out.h"

void media_write(struct xml *x, const struct article *a);
/* The enclosures as media:content, without number `except`, which the caller writes in the format's own way. */
void media_write_enclosures(struct xml *x, const struct article *a, uint32_t except);

#endif
