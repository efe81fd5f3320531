/* "name <email>", "email (name)" and their kin, as RSS and Dublin Core write people. */
#ifndef PARSE_PERSON_H
#define PARSE_PERSON_H

#include "model/article.h"

/* Takes s apart into p (cleared before); false when nothing is left. Strings are in s or the arena. */
bool person_parse(struct arena *a, struct str s, struct person *p);

#endif
