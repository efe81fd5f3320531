/* From site sections, of the configuration and of the files in sites-dir, to sites; and which of them an address belongs to. */
#ifndef SETTINGS_SITES_H
#define SETTINGS_SITES_H

#include "settings/keys.h"

#define SITES_MAX 5000       /* of one configuration */
#define SITE_FILES_MAX 1000  /* in sites-dir */
#define SITE_HOSTS_MAX 200   /* of one site */

/* conf may be NULL: then only the files are read. settings_sites_for() knows them afterwards. */
void sites_load(struct loader *ld, const struct conf *conf);

#endif
