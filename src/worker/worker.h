/* The worker process: `feedwright worker [converters]`, started by the pool with its socket as descriptor 3. */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "worker/sandbox.h"

#define WORKER_DOCUMENTS 1000U         /* then it makes room for a fresh one */
#define WORKER_CPU_S 2                 /* seconds of CPU a document; the signal that ends it is SIGPROF */
#define WORKER_MEMORY_MAX SANDBOX_DATA_MAX /* bytes a document */

#define WORKER_WITH_CONVERTERS "converters" /* the argument behind `worker` */

/*
 * Serves jobs until the socket is closed or its documents are used up. Returns the exit status. Without converters,
 * a document in another encoding than UTF-8 or windows-1252 ends it with LACKING_MAGIC: opening all of them takes twice
 * as long as the rest of its start, and most workers never need one.
 */
int worker_main(bool has_converters);

#endif
