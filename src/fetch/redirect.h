/* Where an answer sends us to. Whether we go is decided in hop.c, which knows the request. */
#ifndef FETCH_REDIRECT_H
#define FETCH_REDIRECT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "fetch/head.h"

bool redirect_is_one(long status, const struct head *h); /* and names a Location */
bool redirect_is_permanent(long status);

/*
 * location, resolved against the URL that answered; without fragment and without "user:password@", which
 * would be somebody else's. The caller frees it. NULL with ERR_REMOTE for what is no http or https URL of sane length.
 */
char *redirect_target(const char *from, struct str location, struct err *e);

#endif
