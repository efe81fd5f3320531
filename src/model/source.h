/*
 * A source: something configured that yields articles; and what is remembered
 * about it between two polls. Made by settings/, immutable afterwards: a
 * reload makes new ones. Strings are owned by the settings they belong to.
 */
#ifndef MODEL_SOURCE_H
#define MODEL_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "model/rule.h"

enum source_kind {
	SOURCE_AUTO = 0, /* a URL: a feed, a page that announces one, or a page that lists articles */
	SOURCE_FEED,     /* a URL that must be a feed */
	SOURCE_PAGE,     /* a URL of a page that lists articles */
	SOURCE_JSON,     /* a URL of an API that answers with JSON */
	SOURCE_SITEMAP,  /* a URL of a sitemap, or of a site that has one */
	SOURCE_MAILDIR,  /* a path: a folder of mails */
	SOURCE_FOLDER    /* a path: a folder of article files, or one file: */
};

enum on_delete { ON_DELETE_KEEP = 0, ON_DELETE_EXPIRE };

/*
 * What a source's articles are known by. `auto` is every rung of the ladder (store/identity.h), and leaves by itself
 * what turns out to repeat. The order of the words is that of the ledger: never changed.
 */
enum identity_rule {
	IDENTITY_AUTO = 0,
	IDENTITY_GUID,    /* chosen: the guid alone. By itself: different articles shared a link, links say nothing */
	IDENTITY_LINK,    /* chosen: the link alone. By itself: different articles shared a guid, guids say nothing */
	IDENTITY_TITLE,   /* chosen: the title alone. By itself: both; title, text and date are left */
	IDENTITY_CONTENT  /* chosen: title and text */
};

/* What becomes of an article that says it is from the future: dated first-seen, hidden until then, or shown as it is. */
enum future_dates { FUTURE_CLAMP = 0, FUTURE_HOLD, FUTURE_KEEP };

struct header {
	char *name, *value;
};

struct source {
	char *name;  /* unique, [A-Za-z0-9._-]+ */
	char *title; /* shown instead of the document's own; NULL for that */
	enum source_kind kind;
	char *url;  /* http, https or file URL; NULL for a folder; what a command is called: "command:PROGRAM ARGUMENTS" */
	char **command; /* program and arguments, ends with NULL, its output instead of what url would bring; NULL: none */
	char **filter;  /* likewise: what came goes through it; NULL: none */
	char *user;     /* to run them as; NULL: as we are */
	char *path; /* absolute folder; NULL for a URL */
	char **tags; /* n_tags, sorted as written */
	size_t n_tags;

	int64_t every_s, timeout_s;
	size_t size_max;      /* bytes of a decoded body */
	unsigned items_max;   /* articles taken from one document */
	bool full_text;       /* a URL: its articles' own pages are read for their texts, and not only for titles that are missing */
	unsigned full_text_pages; /* of pages in one cycle; 0: none at all */
	unsigned pages_max;   /* of a list that goes on, or parts of a sitemap: fetched one after another; 0: as usual */
	struct selection select; /* without what defaults say, which is the settings' own */
	unsigned ignored;     /* bits of enum ignored */
	unsigned priority;    /* of two sources that tell one story, the higher one's text is shown */
	struct rules *rules;  /* RULE_COUNT of them, by enum rule_use; NULL: none at all */

	char *user_agent; /* NULL: ours */
	struct header *headers;
	size_t n_headers;
	char *username, *password; /* password as read from password-file; never printed */
	char *proxy;               /* NULL: none */
	char *cookies;             /* value of a Cookie header, NULL: none */
	bool discover;             /* a page that announces no feed is asked at the usual addresses of one */
	bool allow_private;        /* may resolve to private and loopback addresses */
	enum identity_rule identity;
	enum future_dates future;
	bool has_backfill;         /* false: all that the first document holds is shown, */
	unsigned backfill_max;     /* else so many, the newest */
	int64_t retain_age_s;      /* articles older than this leave the ledger; 0: none do */
	unsigned retain_max;       /* articles kept, the newest; 0: all */
	unsigned retain_min;       /* the newest that both rules leave alone */
	enum on_delete on_delete;  /* folder: what a deleted file means */

	char *options; /* its keys that may go to other machines, as the configuration has them; NULL: none */
	bool is_subscribed; /* from a subscription list */
	char *file; /* configuration file and line it was read from */
	unsigned line;
};

/*
 * What is remembered about a source; one row of the ledger. Times are Unix seconds, 0 is never.
 * Strings are owned: source_state_release() frees them.
 */
struct source_state {
	char *etag, *last_modified; /* the opaque pair of the last 200 that was recorded; NULL: none */
	struct sha256 body_hash;    /* of the last body recorded */
	bool has_body_hash;
	uint64_t reader;    /* which program read it (worker/job.h): another one may read something else in it; 0: not known */
	int64_t checked_s; /* last attempt that ended, good or bad */
	int64_t changed_s; /* last time it brought something new or changed */
	int64_t ok_s;      /* last good answer, 304 included */
	int64_t due_s;     /* next attempt */
	unsigned failures; /* in a row */
	enum err_kind error_kind;
	char *error;       /* text of the last failure; NULL after a good answer */
	char *moved_to;    /* where a permanent redirect pointed; fetched instead of the configured URL */
	char *config_url;  /* the configured URL or path that all of this was learned for: another one voids validators and move */
	bool is_gone;      /* 410 */
	int64_t ttl_s;     /* what the document or the server asked for, 0: nothing */
	char *title, *link;/* of the last document, for lists and OPML */
	char *format;      /* "rss20", … */
	char *envelope; /* what this page's list of articles is usually like (daemon/envelope.h); NULL: no page, or not known */
	char *parts;    /* of a sitemap: what is remembered of its files (daemon/parts.h); NULL: nothing */
	char *proposal; /* lines of configuration that would read the page as it is now; NULL: none are needed or known */
	bool has_overlap;     /* some document showed something that was known */
	int64_t gap_s;        /* when one last showed nothing that was known, though others had; or when `gaps` last sank */
	unsigned gaps;        /* how often the interval is halved for that */
	unsigned held;        /* articles of the last document that are not shown: its ids had changed */
	int64_t held_until_s; /* when they will be, if it still has them; 0: none */
	uint64_t poison_hash; /* body hash (fast) that killed a worker twice; not tried until poison_until_s */
	unsigned poison_count;
	int64_t poison_until_s;
};

/* Its address is that of a whole site: nothing behind the first slash. */
bool source_is_site(const struct source *s);
/* Of all settings that decide what becomes of what was fetched: with another hash the same bytes may become something else. */
uint64_t source_results_hash(const struct source *s);

void source_state_release(struct source_state *s);
void source_state_copy(struct source_state *to, const struct source_state *from); /* to holds nothing before */
/* Drops validators and hash: the next body is parsed, whatever it is. */
void source_state_forget_body(struct source_state *s);
/* Drops what was learned at another address than this one. */
void source_state_for(struct source_state *s, const char *config_url);

#endif
