/* Giving up everything: what a worker does before it reads its first byte. Irreversible. */
#ifndef WORKER_SANDBOX_H
#define WORKER_SANDBOX_H

#include <stdbool.h>

#include "base/err.h"

#define SANDBOX_FD 3                     /* the socket: all that stays open, beside standard error */
#define SANDBOX_DATA_MAX (256ULL << 20)   /* bytes of memory, whoever asks for it */
#define SANDBOX_SPACE_MAX (512ULL << 20)  /* bytes of address space: those and the libraries' code */
#define SANDBOX_CPU_MAX 3000U             /* seconds in a worker's whole life; for one document its own timer is there */

/* Layers in force. One that the kernel lacks is false, and not an error. */
struct sandbox_report {
	bool has_seccomp, has_landlock, has_limits;
};

/* No new descriptors, files, network, processes; -1 when not even that is known. */
int sandbox_enter(struct sandbox_report *out, struct err *e);

#endif
