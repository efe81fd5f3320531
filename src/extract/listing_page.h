/*
 * A page as the listing detector sees it: its links, each with a signature of
 * where it stands, and sums over the elements in document order, so that "is there a
 * date in this part" is one subtraction. Parts are ranges of dom_id()s.
 */
#ifndef EXTRACT_LISTING_PAGE_H
#define EXTRACT_LISTING_PAGE_H

#include "extract/dom.h"

#define LINKS_MAX 40000U /* of a page; further ones are not looked at */
#define WALK_MAX 3000U  /* nodes of one link or block that are read */
#define LEVELS 6U        /* elements of a signature: the link's own and those around it */

/* What an element hands down to what is in it. */
#define PART_NAV (1U << 0)
#define PART_SIDE (1U << 1)
#define PART_HIDDEN (1U << 2)
#define PART_ITEM (1U << 3)   /* typed: microdata, RDFa, h-entry */
#define PART_NAMED_NAV (1U << 4) /* only by its class or id, which may lie */
#define PART_LINK (1U << 5)
#define PART_UNREAD (1U << 6) /* scripts and their kin */
#define PART_MORE (1U << 7)   /* a link whose text says nothing; known once links are read */

/* What is known of a link. The low bits are those of its part. */
#define LINK_HEADED (1U << 8)    /* a heading in it, or it in one */
#define LINK_SLUG (1U << 9)      /* its URL looks like an article's */
#define LINK_SERVICE (1U << 10)  /* its URL looks like a tag's, a person's, a page number's */
#define LINK_SAME_SITE (1U << 11)
#define LINK_MORE (1U << 12)     /* its text says "read more", not what it leads to */
#define LINK_TYPED (1U << 13)    /* the main link of a typed item, or named by structured data */
#define LINK_BORROWED (1U << 14) /* its title stands beside it */
#define LINK_PERSON (1U << 15)   /* its URL looks like a person's */

struct anchor {
	uint32_t id;     /* of its element */
	uint32_t url_no; /* the same for two spellings of one URL */
	uint32_t flags;
	uint32_t width;  /* of its title, in columns */
	uint32_t title_id; /* of the element that the title stands in; 0: it is an attribute's */
	struct str url;  /* absolute, without fragment and tracking parameters */
	struct str title;
	uint64_t key;    /* of its URL */
	uint64_t place;  /* signature of all levels, */
	uint64_t near;   /* of the last three, */
	uint64_t own;    /* of the last two, */
	uint64_t loose;  /* of all levels without class names that few elements have, */
	uint64_t shape;  /* without any class names */
};

struct range {
	uint32_t from, to; /* dom_id()s, both in it */
};

struct page {
	struct arena *a;
	struct dom dom;
	struct str url;  /* of the page, may be empty */
	struct str base; /* of its relative links, may be empty */
	uint64_t self;   /* key of the page's own URL */
	int64_t as_of_s; /* "3 hours ago" counts from it; 0: not known */
	bool month_first; /* "3/4" is the 4th of March */
	uint32_t n_elements;
	const xmlNode **node; /* these by dom_id(), 0 is nothing */
	uint32_t *parent, *last, *words, *part;
	uint8_t *depth;
	uint64_t *kind;       /* tag and class names of an element */
	uint64_t *loose;      /* the same without names that hardly any other element has */
	uint32_t *dates, *images, *prose, *links; /* sums up to and with an element: of dates, of pictures, of columns of text outside links, of <a> */
	struct anchor *anchors; /* in document order */
	uint32_t n_anchors;
	uint32_t n_urls;
};

/* Reads what dom holds. url may be empty. */
void page_read(struct page *p, struct arena *a, struct str url);

/* What two spellings of an address have in common, hashed; 0 for what is not http(s). */
uint64_t page_url_key(struct arena *a, struct str url);

/* An address without fragment and tracking parameters, absolute; empty unless http(s). */
struct str page_address(const struct page *p, struct str ref);

static inline struct range
page_subtree(const struct page *p, uint32_t id)
{
	return (struct range){ id, p->last[id] };
}

static inline uint32_t
page_sum(const uint32_t *sums, struct range r)
{
	return sums[r.to] - sums[r.from - 1];
}

/* True for a short text that seems to tell a day or how long ago something was: cheap, for counting, not for reading (page_date.h). */
bool page_text_is_dated(struct str s);

/* A text that tells the day, the person or the topic of another one, by what it is called. */
bool page_is_label(const struct page *p, uint32_t id);

/* The text directly in an element and in what is inline in it, without other blocks, labels and "read more", and, if so wished, without links. */
struct str page_block_text(const struct page *p, const xmlNode *n, bool with_links, size_t max);

/* All text of an element on one line, without links other than itself. */
struct str page_text(const struct page *p, const xmlNode *n, size_t max);

/* Four digits at i of s that stand alone and name a year of the web. */
bool page_is_year(struct str s, size_t i);
bool page_is_heading(enum dom_tag tag);

/* For signatures: h with v in it; the kind of an element without its classes. */
uint64_t page_mix(uint64_t h, uint64_t v);
uint64_t page_tag_hash(const xmlNode *n);

#endif
