/*
 * A configuration file as a tree: sections hold pairs, pairs hold values, all
 * of them with their places. What the names mean is settings.c's. Files named
 * by include("pattern") are read in its place.
 */
#ifndef SETTINGS_CONF_H
#define SETTINGS_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "settings/report.h"

struct conf_value {
	struct str text;    /* NUL-terminated */
	struct str written; /* as it stands in the file, when it has escapes in it; else p is NULL */
	bool is_quoted;
	bool is_expanded; /* holds something from the environment: never shown */
	bool is_broken;   /* reported already */
	struct place at;
	struct conf_value *next;
};

struct conf_pair {
	struct str key;
	struct place at;
	struct conf_value *values; /* in order; NULL for {} */
	size_t n_values;
	bool is_list; /* written with braces */
	struct conf_pair *next;
};

struct conf_section {
	struct str kind;  /* "source"; empty for the file itself */
	struct str title; /* NUL-terminated; p is NULL when there was none */
	bool is_expanded; /* its title holds something from the environment */
	bool is_broken;   /* its title was reported already */
	struct place at;
	struct conf_pair *pairs, **last_pair;
	struct conf_section *next; /* the file's sections stand in one list: the language does not nest them */
};

struct conf {
	struct conf_section top;
	struct conf_section *sections, **last_section;
	struct arena tree; /* nodes */
	char *dir;         /* absolute, symbolic links resolved: relative paths begin here */
};

#define CONF_FILE_MAX (16U << 20)  /* bytes of one file */
#define CONF_FILES_MAX 1000        /* read through include() */
#define CONF_INCLUDE_DEPTH_MAX 16

/* Reads path into *out. Strings and file names go to the arena strings, mistakes to m. Release it in any case. */
void conf_read(struct conf *out, const char *path, struct arena *strings, struct mistakes *m);
/* The pairs of a section that stands as one line of text somewhere else: without include() and ${NAME}. Goes to *out, as above. */
void conf_read_pairs(struct conf *out, struct str text, const struct place *at, struct arena *strings, struct mistakes *m);
void conf_release(struct conf *c);

/* path itself when absolute, else below dir; "./", leading "../" and slashes at the end are resolved away. */
char *conf_path(const char *dir, struct str path, struct arena *strings);

/* The files that a pattern below dir names, sorted; a pattern without wildcards names itself. */
struct conf_files {
	char **paths;
	size_t n;
};
struct conf_files conf_glob(const char *dir, struct str pattern, struct arena *strings);

/* All of a file of at most max bytes; *bytes is for free(). ERR_LOCAL names the reason but not the path. */
int conf_slurp(const char *path, size_t max, char **bytes, size_t *n, struct err *e);

#endif
