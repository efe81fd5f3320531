/*
 * The two programs. feedwright has the verbs that read one document, and is the worker that does it for all others.
 * feedwright-full has the rest: network, ledger and server bring forty more libraries, and to load them takes longer
 * than to read a page. feedwright becomes it, process id and descriptors staying what they are.
 */
#ifndef CLI_FULL_H
#define CLI_FULL_H

/* In the environment: the descriptor by which feedwright-full starts feedwright, the very file it came from. */
#define FULL_PARTNER "FEEDWRIGHT_PROGRAM"

/* Becomes feedwright-full with argv, the verb and its words. Comes back only after a message, with the exit status. */
int full_become(char *const *argv);

#endif
