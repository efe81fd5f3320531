/* Texts in languages of their own, on their way from the configuration to those who compile them. */
#ifndef SETTINGS_RULES_H
#define SETTINGS_RULES_H

#include "model/rule.h"
#include "settings/conf.h"

#define RULES_MAX 256    /* texts of one key */
#define RULE_TEXT_MAX 4096 /* bytes of one */

/* Takes the pair's values over, in the arena. Empty, broken and overlong ones are left out; those not known to be wrong are reported. */
struct rules rules_read(const struct conf_pair *pair, struct arena *strings, struct mistakes *m);

/* Where the byte at offset of its text stands in the file. */
struct place rule_place(const struct rule *r, size_t offset);

#endif
