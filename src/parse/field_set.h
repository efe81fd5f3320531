/* What each kind of element does to the feed or item that it is in: one rule an action, looked up by the parser. */
#ifndef PARSE_FIELD_SET_H
#define PARSE_FIELD_SET_H

#include "parse/holder.h"

/* What an element's children are read as. */
enum context {
	CTX_OUTSIDE = 0,
	CTX_FEED,
	CTX_ITEM,
	CTX_SOURCE,
	CTX_PERSON,
	CTX_IMAGE, /* and textInput */
	CTX_SKIP,
	CTX_REDIRECT,
	CTX_MEDIA_GROUP,
	CTX_MEDIA,     /* inside media:content */
	CTX_COMMUNITY, /* inside media:community */
	CTX_ENCLOSURE, /* inside podcast:alternateEnclosure */
	CTX_CHAPTERS,
	CTX_GML,
	CTX_GEO,
	CTX_LEAF,    /* collects text, expects no children */
	CTX_MARKUP,  /* inline markup of a text construct */
	CTX_SAME,    /* in a rule: what its parent has */
	CTX_IGNORED
};

struct rule {
	uint32_t inside;       /* bits of the contexts in which such an element means something */
	enum context opens;
	void (*open)(struct holder *h, struct value *v);        /* reads attributes, may set v->object; NULL: nothing to do */
	void (*close)(struct holder *h, const struct value *v); /* reads the text; NULL: nothing to do */
};

const struct rule *rule_find(enum action action);

/* rdf:about of a channel or an item. */
void holder_about(struct holder *h, struct str about, const struct scope *scope);
/* Once all elements have come: what the fields say together. */
void holder_finish(struct holder *h);

/* The families. */
void media_content_open(struct holder *h, struct value *v);
void media_text_close(struct holder *h, const struct value *v);
void media_thumbnail_open(struct holder *h, struct value *v);
void media_thumbnail_close(struct holder *h, const struct value *v);
void media_credit_open(struct holder *h, struct value *v);
void media_credit_close(struct holder *h, const struct value *v);
void media_keywords_close(struct holder *h, const struct value *v);
void media_category_open(struct holder *h, struct value *v);
void media_category_close(struct holder *h, const struct value *v);
void media_rating_open(struct holder *h, struct value *v);
void media_rating_close(struct holder *h, const struct value *v);
void media_player_open(struct holder *h, struct value *v);
void media_restriction_open(struct holder *h, struct value *v);
void media_restriction_close(struct holder *h, const struct value *v);
void media_license_open(struct holder *h, struct value *v);
void media_license_close(struct holder *h, const struct value *v);
void media_hash_close(struct holder *h, const struct value *v);
void media_community_part_open(struct holder *h, struct value *v);

void itunes_close(struct holder *h, const struct value *v);
void itunes_text_close(struct holder *h, const struct value *v);
void itunes_author_close(struct holder *h, const struct value *v);
void itunes_keywords_close(struct holder *h, const struct value *v);
void itunes_new_url_close(struct holder *h, const struct value *v);
void itunes_image_open(struct holder *h, struct value *v);
void itunes_link_open(struct holder *h, struct value *v);
void itunes_owner_close(struct holder *h, const struct value *v);
void itunes_category_open(struct holder *h, struct value *v);

void podcast_open(struct holder *h, struct value *v);
void podcast_close(struct holder *h, const struct value *v);
void podcast_enclosure_open(struct holder *h, struct value *v);
void podcast_enclosure_close(struct holder *h, const struct value *v);
void podcast_source_open(struct holder *h, struct value *v);
void chapters_open(struct holder *h, struct value *v);
void chapter_open(struct holder *h, struct value *v);

void georss_close(struct holder *h, const struct value *v);
void gml_shape_open(struct holder *h, struct value *v);
void gml_shape_close(struct holder *h, const struct value *v);
void gml_positions_open(struct holder *h, struct value *v);
void gml_positions_close(struct holder *h, const struct value *v);
void geo_number_close(struct holder *h, const struct value *v);
void geo_finish(struct holder *h);

void feed_image_open(struct holder *h, struct value *v);
void feed_text_input_open(struct holder *h, struct value *v);
void feed_part_close(struct holder *h, const struct value *v);
void feed_generator_open(struct holder *h, struct value *v);
void feed_generator_close(struct holder *h, const struct value *v);
void feed_generator_agent_open(struct holder *h, struct value *v);
void feed_cloud_open(struct holder *h, struct value *v);
void feed_hour_close(struct holder *h, const struct value *v);
void feed_day_close(struct holder *h, const struct value *v);
void feed_update_close(struct holder *h, const struct value *v);
void feed_cdf_logo_open(struct holder *h, struct value *v);
void feed_finish(struct holder *h);

#endif
