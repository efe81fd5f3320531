/*
 * An entry as the rules of the configuration see it: fields with names and
 * types. What must be worked out (plain text, words, the host) is worked out
 * once, when the first rule asks. A view belongs to one entry and one thread;
 * all it gives lives in its arena. The fields are described in feedwright.conf(5).
 */
#ifndef COMPOSE_VIEW_H
#define COMPOSE_VIEW_H

#include "base/arena.h"
#include "model/feed.h"

enum view_type {
	VIEW_TEXT = 0, /* one text, or several: a comparison holds if it does for one of them */
	VIEW_NUMBER,
	VIEW_DURATION, /* seconds */
	VIEW_SIZE,     /* bytes */
	VIEW_DATE,     /* Unix seconds */
	VIEW_TRUTH     /* 0 or 1 */
};

enum view_field {
	VIEW_TITLE = 0,
	VIEW_SUMMARY,
	VIEW_CONTENT,  /* as plain text */
	VIEW_ALL_TEXT, /* the three above */
	VIEW_AUTHOR,   /* names and addresses */
	VIEW_TAG,      /* terms and labels of its own, those of its source and of rules */
	VIEW_LINK,
	VIEW_HOST,     /* of the link: lower case, without www. */
	VIEW_SOURCE,   /* its name in the configuration */
	VIEW_SOURCE_TITLE,
	VIEW_LANGUAGE, /* of the article, else of its source */
	VIEW_ID,       /* the publisher's and ours */
	VIEW_IMAGE,
	VIEW_ENCLOSURE_TYPE,
	VIEW_TEXTS, /* end of those of type VIEW_TEXT */
	VIEW_AGE = VIEW_TEXTS, /* since it was published */
	VIEW_PUBLISHED,
	VIEW_UPDATED,
	VIEW_FIRST_SEEN,
	VIEW_WORDS,    /* of the content, else of the summary */
	VIEW_COMMENTS,
	VIEW_REVISION,
	VIEW_LENGTH,   /* duration of what is enclosed: the longest */
	VIEW_ENCLOSURE_SIZE,
	VIEW_HAS_IMAGE,
	VIEW_HAS_ENCLOSURE,
	VIEW_HAS_CONTENT,
	VIEW_HAS_AUTHOR,
	VIEW_HAS_DATE, /* the publisher's, not first seen */
	VIEW_FIELDS
};

struct view_name {
	const char *name; /* several may stand for one field */
	enum view_field field;
	enum view_type type;
};
extern const struct view_name view_names[];
extern const size_t view_names_n;

struct view_texts {
	const struct str *v; /* none is empty */
	size_t n;
	bool is_known;
};

struct view {
	struct entry *entry;
	const struct source *source; /* NULL: the configuration has lost it */
	int64_t now_s;
	struct arena *a;
	bool is_counted; /* rules that hold count it */
	struct view_texts texts[VIEW_TEXTS];
};

void view_init(struct view *v, struct entry *e, const struct source *source, int64_t now_s, struct arena *a);
/* The entry was changed: nothing of what was worked out holds. */
void view_forget(struct view *v);

/* For fields of type VIEW_TEXT; .n 0: it has none. */
struct view_texts view_texts(struct view *v, enum view_field field);
/* For the others; false: it has none, and no comparison holds. */
bool view_number(struct view *v, enum view_field field, double *out);

#endif
