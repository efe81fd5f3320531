/*
 * The ledger's tables, as a list of the steps that made them what they are.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/sqlite.h"

/*
 * Brings the ledger to the newest version, all of it or nothing; a copy of the older one is left beside it
 * as FILE.vN. A reader migrates nothing: an older or newer version is an error to it. 0, or -1 with ERR_LOCAL.
 */
int schema_migrate(struct store *s, enum store_mode mode, struct err *e);

#endif
