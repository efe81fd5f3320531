/*
 * Keys of a source that may go to another machine in a subscription list, and
 * come from one: not those that read files, run programs or hold secrets.
 */
#ifndef SETTINGS_PORTABLE_H
#define SETTINGS_PORTABLE_H

#include "base/buf.h"
#include "settings/keys.h"

/* As keys_apply(); another key is a mistake. */
void portable_apply(struct loader *ld, const struct conf_section *in, struct source *target);
/* Such keys of a section as text, in the arena, but for what came from the environment; NULL when there are none. */
char *portable_text(struct loader *ld, const struct conf_section *in);

/* Appends a value in quotation marks, as the lexer reads it back. */
void portable_quote(struct buf *out, struct str s);

#endif
