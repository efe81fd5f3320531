/* Text as people type it: trimming, measuring, cutting into lines and writing as HTML. Knows nothing of articles. */
#ifndef EXTRACT_PROSE_H
#define EXTRACT_PROSE_H

#include "base/arena.h"
#include "base/buf.h"

/* White space off both ends, no-break, ideographic and zero-width spaces included. */
struct str prose_trim(struct str s);

/* How wide a text stands in a fixed font: East Asian characters are 2, marks 0, all others 1. */
size_t prose_columns(struct str s);

/* True where a sentence ends: a full stop of any script or ! or ?, closing quotation marks and brackets behind it. */
bool prose_ends_sentence(struct str s);

/* Cuts the next line off *rest at LF, CR, CR LF, NEL or a line or paragraph separator; trimmed. False once nothing is left. */
bool prose_next_line(struct str *rest, struct str *line);

/* What a hard-wrapped line and the next one need between them: "" inside East Asian text, else " ". */
const char *prose_glue(struct str before, struct str after);

/* Appends text with & < > " as references. */
void prose_escape(struct buf *out, struct str text);

/* The opening words of a text as a title for what has none: about 80 characters, "…" where cut. */
struct str prose_opening(struct arena *a, struct str text);

#endif
