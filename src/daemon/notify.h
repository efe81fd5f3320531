/* What the service manager is told (sd_notify(3)); nothing happens where there is none. */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include <stdint.h>

void notify_ready(void);
void notify_reloading(void);
void notify_stopping(void);
void notify_alive(void);
/* Milliseconds between two signs of life that the manager wants, halved; 0 when it wants none. */
uint64_t notify_watchdog_ms(void);

#endif
