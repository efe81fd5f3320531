/*
 * One article file into a document with one article. What comes out is raw,
 * as from parse/: text constructs hold what stood in the file, and normalise/
 * makes them trustworthy. Runs in the sandboxed worker; opens nothing.
 */
#ifndef EXTRACT_FILE_H
#define EXTRACT_FILE_H

#include "model/document.h"

/*
 * Reads bytes by the ending of name: .txt (format "text"), .md or .markdown
 * ("markdown"), .html or .htm ("html-file"). out is cleared before and lies in
 * the arena (and in bytes) afterwards, with exactly one article. -1 with
 * ERR_INPUT for another ending or a file that says nothing ("empty article").
 */
int extract_file(struct arena *a, struct str name, struct str bytes, struct document *out, struct err *e);

#endif
