/* What `feedwright try` tells of a folder of article files, a single one of them as a source, or a folder of mails. */
#ifndef CLI_TRY_FOLDER_H
#define CLI_TRY_FOLDER_H

#include "model/source.h"

enum try_form { TRY_FOR_PEOPLE = 0, TRY_JSON, TRY_CONFIG };

/* A source with the path, as the configuration would have it; path is absolute. */
void try_folder_source(struct source *out, char *path);

/* Reads it as the daemon does; shown: files and articles that are told. Returns the exit status. */
int try_folder(const struct source *source, enum try_form form, long shown);

#endif
