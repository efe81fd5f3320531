/* The rules of a source, and of sites, as a job brings them, compiled; kept, for a worker sees the same source again and again. One thread. */
#ifndef WORKER_JOB_RULES_H
#define WORKER_JOB_RULES_H

#include "extract/page_rules.h"

/*
 * Lives until the next call. NULL with ERR_INPUT for what is not from rule_sets_encode(). Texts that are wrong are left out:
 * they were told when the configuration was loaded. is_json: the source's own are paths into JSON.
 */
const struct page_rules *job_rules(struct str cbor, bool is_json, struct err *e);

#endif
