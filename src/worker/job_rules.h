/* The rules of a source as a job brings them, compiled; kept, for a worker sees the same source again and again. One thread. */
#ifndef WORKER_JOB_RULES_H
#define WORKER_JOB_RULES_H

#include "extract/item_rules.h"

/*
 * Lives until the next call. NULL with ERR_INPUT for what is not from rules_encode(). Texts that are wrong are left out:
 * they were told when the configuration was loaded.
 */
const struct item_rules *job_rules(struct str cbor, bool is_json, struct err *e);

#endif
