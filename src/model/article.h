/*
 * The article: one normalised item of any source. Everything that the program
 * reads becomes this, and everything that it publishes is made from this. All
 * memory is in the arena of the document (or of the store's reader) that the
 * article came from. Every member may be absent (zero). Meanings and
 * precedence of sources are those of the parse/1 description in the manual
 * of `feedwright parse`; lists are in document order.
 */
#ifndef MODEL_ARTICLE_H
#define MODEL_ARTICLE_H

#include "model/field.h"

struct document;

struct person {
	struct str name, email, url, avatar;
};

struct category {
	struct str term, scheme, label;
};

struct link {
	struct str rel, url, type, hreflang, title;
	struct opt_int length; /* bytes */
};

struct enclosure {
	struct str url, type, title;
	struct opt_int length;   /* bytes */
	struct opt_num duration; /* seconds */
};

struct comments {
	struct str url, post_url, feed_url;
	struct opt_int count;
};

struct reply { /* thr:in-reply-to */
	struct str ref, url, type, source;
};

/* Numbers in groups: depth 0 is one position, 1 a list of positions (LineString, Box), 2 a list of rings (one ring). */
struct coords {
	double *v;
	uint32_t n;   /* numbers, a multiple of dim */
	uint8_t dim;  /* 2 or 3 numbers a position, longitude first */
	uint8_t depth;
};

struct geo {
	struct str type; /* Point, LineString, Polygon, Box */
	struct coords coordinates;
	struct str srs;
};

struct thumbnail {
	struct str url;
	struct opt_int width, height;
	struct str time;
};

struct player {
	struct str url;
	struct opt_int width, height;
};

struct media_content {
	struct str url, type, medium;
	struct opt_int length, width, height;
	struct opt_num duration, bitrate; /* seconds, kbit/s */
	struct opt_int channels;
	struct str lang, expression;
	enum tri is_default;
	struct text title, description;
	struct list thumbnails; /* struct thumbnail */
	struct player *player;
};

struct credit {
	struct str name, role, scheme;
};

struct rating {
	struct str value, scheme;
};

struct restriction {
	struct str relationship, type;
	struct list values; /* struct str */
};

struct media_license {
	struct str type, url, text;
};

struct community_rating {
	struct opt_num average;
	struct opt_int count, min, max;
};

struct community {
	struct community_rating *rating;
	struct opt_int views, favorites;
};

struct media {
	struct list contents;   /* struct media_content */
	struct list thumbnails; /* struct thumbnail */
	struct list credits;    /* struct credit */
	struct text title, description;
	struct list keywords; /* struct str */
	struct rating *rating;
	struct player *player;
	struct restriction *restriction;
	struct media_license *license;
	struct community *community;
	struct str hash;
};

struct itunes_owner {
	struct str name, email;
};

struct itunes {
	struct str author;
	struct itunes_owner *owner;
	struct str image;
	struct text title, subtitle, summary;
	enum tri is_explicit, block, complete;
	struct opt_num duration; /* seconds */
	struct opt_int episode, season;
	struct str episode_type, type;
	struct list keywords; /* struct str */
	struct str new_feed_url;
};

struct podcast_license {
	struct str text, url;
};

struct funding {
	struct str url, text;
};

struct podcast_person {
	struct str name, role, group, url, image;
};

struct location {
	struct str name, geo, osm;
};

struct podcast_season {
	struct opt_num number;
	struct str name;
};

struct podcast_episode {
	struct opt_num number;
	struct str display;
};

struct transcript {
	struct str url, type, language, rel;
};

struct podcast_chapters {
	struct str url, type;
};

struct soundbite {
	struct opt_num start, duration; /* seconds */
	struct str title;
};

struct trailer {
	struct str url, title;
	struct opt_int published; /* Unix seconds */
	struct opt_int length;
	struct str type;
	struct opt_num season;
};

struct alternate_enclosure {
	struct str url, type;
	struct opt_int length;
	struct opt_num bitrate;
	struct str title;
	enum tri is_default;
};

struct podcast {
	struct str guid;
	enum tri locked;
	struct str medium;
	struct podcast_license *license;
	struct list funding; /* struct funding */
	struct list persons; /* struct podcast_person */
	struct location *location;
	struct podcast_season *season;
	struct podcast_episode *episode;
	struct list transcripts; /* struct transcript */
	struct podcast_chapters *chapters;
	struct list soundbites;           /* struct soundbite */
	struct list trailers;             /* struct trailer */
	struct list alternate_enclosures; /* struct alternate_enclosure */
};

/* What was in effect on the element that a text came from. */
struct detail {
	struct str type; /* text, html */
	struct str language, base;
};

struct details {
	struct detail *title, *subtitle, *description, *info, *summary, *content, *rights;
};

struct chapter {
	struct opt_num start; /* seconds */
	struct str title, url, image;
};

/* A field that did not come from what the rest of its article came from. */
struct field_from {
	struct str field; /* JSON name: "content", "image", … */
	struct str from;  /* "page", "sitemap", "url", "rule", … */
};

struct article {
	struct str id; /* the publisher's: guid, atom:id, JSON id; never shown as ours */
	enum tri id_is_permalink;
	struct str url, external_url;
	struct list links; /* struct link */
	struct text title, subtitle, summary;
	struct str content_html; /* sanitised */
	struct str content_text; /* plain, line ends kept */
	struct str content_type, content_src;
	struct str image, banner_image;
	struct opt_int published, updated, created, expires; /* Unix seconds */
	struct list authors, contributors;                   /* struct person */
	struct person *publisher;
	struct list categories; /* struct category */
	struct text rights;
	struct str license;
	struct list in_reply_to; /* struct reply */
	struct str language;
	struct list enclosures; /* struct enclosure */
	struct document *source; /* where an aggregated article came from: feed-level facts only */
	struct comments *comments;
	struct geo *geo;
	struct media *media;
	struct itunes *itunes;
	struct podcast *podcast;
	struct list chapters; /* struct chapter */
	struct details *details; /* only where they are asked for */

	/* Beyond parse/1. */
	struct str image_caption, image_credit; /* of `image`, plain text */
	struct opt_int image_width, image_height;
	struct str published_as, updated_as; /* a page's dates with the zone they were given in, or the day alone */
	struct str method;    /* how the text was found in a page */
	struct str page_rules; /* of a page: what the configuration's rules did there, in words; empty where there are none */
	struct str date_from; /* what `published` rests on: "feed", "page", "url", "file"; set by whoever dated it */
	struct list fields_from; /* struct field_from: what a later step filled in or replaced; the rest is the document's own */
	struct str path;      /* folder source: file name below the folder */
	struct opt_int raw_hash; /* fingerprint of the item's raw bytes: equal means unchanged */
	enum tri is_unchanged;   /* an item of a known fingerprint, which is all that stands here: the ledger has the rest */

	/* Scratch between parse and normalise; does not leave the worker. */
	struct text body;     /* becomes content_html or content_text */
};

extern const struct shape shape_article, shape_details, shape_link, shape_enclosure;

#endif
