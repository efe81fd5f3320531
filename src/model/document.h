/*
 * A document: what one fetch of a source brought, after parsing. Feed-level
 * facts and the articles in document order. Also used, without articles, as
 * an article's `source`. One arena holds all of it.
 */
#ifndef MODEL_DOCUMENT_H
#define MODEL_DOCUMENT_H

#include "base/buf.h"
#include "base/err.h"
#include "model/article.h"

struct problem {
	struct str code; /* syntax, encoding, entity, namespace, content-type, truncated */
	struct str message;
	struct opt_int line; /* from 1 */
};

struct finding { /* of lint */
	struct str code, severity, message;
	struct str rule; /* the standard's section; empty where it is plain sense */
	struct opt_int line, column; /* from 1, columns in characters; not set for the document as a whole */
};

struct hub {
	struct str type, url;
};

struct generator {
	struct str name, url, version;
};

struct image {
	struct str url, title, link;
	struct opt_int width, height;
	struct str description;
};

struct update_rhythm { /* sy: */
	struct str period;
	struct opt_int frequency;
	struct opt_int base; /* Unix seconds */
};

struct cloud {
	struct str domain;
	struct opt_int port;
	struct str path, register_procedure, protocol;
};

struct text_input {
	struct str title, description, name, link;
};

struct validity {
	struct opt_int start, end; /* Unix seconds */
};

struct alternate {
	struct str url, type, title;
};

/* One list of links that a page shows. Selectors are CSS, those of its parts relative to an item. */
struct list_candidate {
	struct str method;                                 /* "structure", "json-ld", "state", "anchors" */
	struct str item, item_title, item_link, item_date; /* item_link and item_date end in @attribute; empty where there is none */
	struct opt_num score;
	struct opt_int count; /* of items */
	struct str why;       /* what speaks for and against it, for people */
	struct list titles;   /* struct str: of the first items */
	enum tri is_taken;    /* its items are in the document */
};

/* How the articles of a page were found. */
struct page_list {
	struct str method, container;    /* of what was taken; container selects its items, may be empty */
	struct str around;               /* selects the element around all of the items; empty when that is the whole page */
	struct list candidates;          /* struct list_candidate, best first; only where they are asked for */
	struct list_candidate *selectors; /* what selects all that was taken, whatever lists it comes from; NULL: not asked, or no markup has it */
	struct list_candidate *proposal; /* the list that holds most of the articles that were known before; NULL: not asked, or none */
	enum tri is_empty;               /* the element that used to be around the items is there and holds no link */
};

struct deleted { /* at:deleted-entry, RFC 6721 */
	struct str ref;      /* the id of what was deleted */
	struct opt_int when; /* Unix seconds */
};

/* What one of the rules of the configuration found in a page or an answer. */
struct rule_report {
	struct str key, text;   /* "item.title", "h2 > a" */
	struct opt_int matches; /* in all items together */
	struct str first;       /* the first value, cut */
	struct str at;          /* where it stands: "FILE:LINE" */
	enum tri is_taken;      /* of an article's own page: something came of it; not said of lists */
};

/*
 * Of the reports (struct rule_report) on an article's own page, the next rule that should have named something and did not,
 * from *i on, which goes up; NULL: there is none. Of a key with several selectors the first, and only when all have failed;
 * strip, next and when may find nothing.
 */
const struct rule_report *rule_reports_missed(const struct list *reports, uint32_t *i);

/* Where a rule found nothing, or nothing that is of use. */
struct item_failure {
	struct opt_int item; /* from 1; not set: it is about the page */
	struct str what, excerpt;
};

/* Selectors that would read the article of a page as it was read without them. */
struct page_guess {
	struct str content;
	struct list strip; /* struct str */
};

struct sitemap_part { /* a sitemap of an index */
	struct str url;
	struct opt_int changed; /* Unix seconds */
};

struct document {
	struct str format;   /* parse/1's word: "atom10", "rss20", …, "" when nothing was recognised */
	struct str encoding; /* lower-case name of what the bytes were read with */
	enum tri wellformed;
	struct list problems; /* struct problem */
	struct str base;
	struct text title, description, info;
	struct str id, link, feed_url, next_url, new_url;
	struct list links; /* struct link */
	struct list hubs;  /* struct hub */
	struct str language;
	struct list authors, contributors; /* struct person */
	struct person *publisher;
	struct list categories; /* struct category */
	struct opt_int published, updated, created;
	struct text rights;
	struct str license;
	struct generator *generator;
	struct image *image;
	struct str icon, logo, docs, rating;
	struct opt_int ttl;     /* minutes */
	struct list skip_hours; /* int64_t */
	struct list skip_days;  /* struct str */
	struct update_rhythm *update;
	struct cloud *cloud;
	struct text_input *text_input;
	struct validity *validity;
	enum tri expired;
	struct list in_reply_to; /* struct reply */
	struct geo *geo;
	struct media *media;
	struct itunes *itunes;
	struct podcast *podcast;
	struct list alternates; /* struct alternate */
	struct list articles;   /* struct article; JSON: entries */
	struct list deleted;    /* struct deleted */
	struct opt_int dropped;  /* items past the limit of a document */
	struct details *details;
	struct page_list *listing; /* format "listing" */
	struct list findings; /* struct finding; of lint alone, which leaves the rest empty */
	struct list parts;         /* struct sitemap_part: format "sitemap-index" */
	struct list rule_reports;  /* struct rule_report: by the rules of the configuration */
	struct list item_failures; /* struct item_failure */
	struct page_guess *guess;  /* NULL: not asked, or none */

	bool wants_details; /* asked of normalise/; scratch */
};

extern const struct shape shape_document, shape_finding;

/* --- CBOR: between worker and main process, and articles in the ledger --- */

/*
 * Appends the object's CBOR map, with strings and lists cut where model_decode() would refuse them. Returns -1 when the
 * buffer's cap is reached.
 */
int model_encode(struct buf *out, const void *object, const struct shape *shape);

/*
 * Fills a cleared object from CBOR. Trusts nothing: lengths, kinds and nesting
 * are checked, texts must be UTF-8 without NUL, lists and strings within the
 * limits below; unknown keys are skipped (a later version wrote them). Strings
 * point into cbor, which must live as long as the object; everything else is
 * in the arena. Returns 0, or -1 with ERR_INPUT.
 */
int model_decode(struct arena *a, struct str cbor, void *object, const struct shape *shape, struct err *e);

#define MODEL_STR_MAX (4U << 20)  /* bytes a string: above the 1 MiB content cap with room for escapes */
#define MODEL_NUM_MAX 1e300 /* a number past it, or none, is taken for absent */
#define MODEL_LIST_MAX 10000U     /* elements a list */
#define MODEL_GROWTH_MAX 64U      /* bytes of structs for one of CBOR … */
#define MODEL_GROWTH_FREE (4U << 20) /* … beyond this many (2,000 articles that say nothing), … */
#define MODEL_DECODED_MAX (256U << 20) /* … and in all */

/* --- JSON, the neutral form of parse/1 --- */

/* Appends one JSON object on one line and a newline. Internal fields are left out. */
void document_to_json(struct buf *out, const struct document *d);

/* Appends `"name":value` pairs of any object of the model as a JSON object, FIELD_INTERNAL ones too if all. */
void model_to_json(struct buf *out, const void *object, const struct shape *shape, bool all);

/*
 * Fills a cleared object from what model_to_json() wrote; members that are not known are skipped. All memory is in the
 * arena. 0, or -1 with ERR_INPUT naming the member.
 */
struct cJSON;
int model_from_json(struct arena *a, const struct cJSON *json, void *object, const struct shape *shape, struct err *e);

#endif
