/*
 * A feed, an item or an atom:source while it is being filled: which source of
 * a field wins, and how a text becomes a value. What the families of elements
 * (field_*.c) have in common. Knows the model, not the parser.
 */
#ifndef PARSE_HOLDER_H
#define PARSE_HOLDER_H

#include "model/document.h"
#include "parse/attributes.h"
#include "parse/date.h"

/* Ranks of a language that xml:lang gives, behind those of elements. */
#define RANK_LANG_OWN 3U
#define RANK_LANG_CONTENT 4U
#define RANK_LANG_OUTSIDE 5U
#define RANK_LANG_HTTP 6U

/* Of the sources of an image, what is no element of its own; a feed's RSS image comes first, an item's last. */
#define RANK_IMAGE_RSS 1U
#define RANK_IMAGE_ENCLOSURE 6U
#define RANK_IMAGE_INSIDE 7U

/* Of the sources of an address. */
enum url_rank {
	RANK_URL_ORIGINAL = 1, /* FeedBurner's word for it */
	RANK_URL_LINK,
	RANK_URL_ALTERNATE, /* of another type than a page's */
	RANK_URL_GUID,
	RANK_URL_ABOUT,
	RANK_URL_EXTERNAL,
	RANK_URL_ENCLOSURE
};

/* A date whose day and month might be the other way round: which one it is, the whole document tells. */
struct unsure_date {
	uint32_t article; /* its number; UINT32_MAX: the feed's */
	enum slot slot;
	int64_t swapped_s;
	enum date_order read_as;
};

/* What the dates of a document say together. */
struct date_notes {
	unsigned n_day_first, n_month_first; /* dates that can only be read so */
	struct list unsure;                  /* struct unsure_date */
};

/* Exactly one of feed and article is set. */
struct holder {
	struct arena *a;
	struct document *feed;
	struct article *article;
	uint8_t rank[SLOTS];                /* of what fills the slot, 0: nothing */
	struct text second;                 /* RSS: the later one of description and summary */
	struct str permalink;               /* guid, when it may stand in for the link */
	struct str enclosure_original;      /* FeedBurner's own word for the address of an enclosure */
	struct opt_num latitude, longitude; /* of geo: */
	struct date_notes *dates;           /* NULL: nobody asks */
	uint32_t number;                    /* of the article in its document, UINT32_MAX for the feed */
};

/* An element at its start (attributes) or at its end (text). */
struct value {
	const struct element *e;
	enum ns ns;
	struct str local;
	const struct attributes *at; /* at its start only */
	struct str text;             /* at its end only: untrimmed, in a buffer that will change */
	const struct scope *scope;
	enum text_kind kind;
	void *object; /* what its start made; its end gets it back */
	void *outer;  /* the object of the element around it */
};

/* The member of a slot; NULL where this holder has none. */
void *holder_member(struct holder *h, enum slot slot);
/* True when a value of this rank may fill the slot: it is empty, or held by a worse source. Takes the slot. */
bool holder_claim(struct holder *h, enum slot slot, unsigned rank);
/* The rank of an element in this holder. */
unsigned holder_rank(const struct holder *h, const struct element *e);

/* Trimmed copies; empty when nothing is left. */
struct str holder_keep(struct holder *h, struct str s);
struct str holder_keep_url(struct holder *h, struct str s, const struct scope *scope);
/* The same for an attribute, whose empty value is the base itself. */
struct str holder_attribute_url(struct holder *h, const struct value *v, const char *name);
struct text holder_text(struct holder *h, const struct value *v);

void holder_set_str(struct holder *h, enum slot slot, unsigned rank, struct str s);
void holder_set_text(struct holder *h, enum slot slot, unsigned rank, const struct text *t);
void holder_set_date(struct holder *h, enum slot slot, unsigned rank, struct str text);
void holder_set_image(struct holder *h, unsigned rank, struct str url); /* an item's image, or the address of a feed's */

/* Of persons, categories, links or enclosures; later ones are dropped, for each is compared with all before it. */
#define HOLDER_LIST_MAX 1000U
/* Once the document is read: its unsure dates the way that the others are written. */
void holder_settle_dates(struct arena *a, struct document *d, const struct date_notes *notes);

void holder_add_person(struct holder *h, enum slot slot, unsigned rank, const struct person *p);
void holder_add_person_text(struct holder *h, enum slot slot, unsigned rank, struct str text);
void holder_add_category(struct holder *h, struct str term, struct str scheme, struct str label);
void holder_add_keywords(struct holder *h, struct str text, struct str scheme, struct list *words); /* words: struct str, or NULL */

struct opt_int opt_int_from(struct str s);
struct opt_num opt_num_from(struct str s);
struct opt_num opt_num_from_clock(struct str s); /* S, M:S or H:M:S, with a fraction, in seconds */

/* The base that `base` gives inside `outer`: outer itself where it is empty or of an unfit scheme; http:///host/ has slashes too
 * many. */
struct str base_inside(struct arena *a, struct str outer, struct str base);
struct str language_tag(struct arena *a, struct str raw); /* trimmed, '_' as '-' */

#endif
