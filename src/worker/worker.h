/* The worker process: `feedwright worker`, started by the pool with its socket as descriptor 3. */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "worker/sandbox.h"

#define WORKER_DOCUMENTS 1000U         /* then it makes room for a fresh one */
#define WORKER_CPU_S 2                 /* seconds of CPU a document; the signal that ends it is SIGPROF */
#define WORKER_MEMORY_MAX SANDBOX_DATA_MAX /* bytes a document */

/* Serves jobs until the socket is closed or its documents are used up. Returns the exit status. */
int worker_main(void);

#endif
