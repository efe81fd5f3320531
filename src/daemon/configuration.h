/*
 * The configuration with everything in it compiled: settings/ reads the file,
 * and what is written in languages of higher stages (selectors, regular
 * expressions, filters) is tried by those stages here, so that one run tells
 * every mistake. Blocks on the disk; any thread.
 */
#ifndef DAEMON_CONFIGURATION_H
#define DAEMON_CONFIGURATION_H

#include "settings/settings.h"

/* As settings_load(), and as settings_load_sites(). */
struct settings *configuration_load(const char *path, struct mistakes *out);
struct settings *configuration_load_sites(const char *dir, struct mistakes *out);

#endif
