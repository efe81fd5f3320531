/* The tables of field.h for every struct of the model. */
#include "config.h"
#include "model/document.h"

#define ROW(type, key_, kind_, name_, member, flags_, of_) { name_, kind_, key_, flags_, (uint32_t)offsetof(struct type, member), of_ }
#define SHAPE(name_, type, rows) { name_, sizeof(struct type), rows, sizeof(rows) / sizeof((rows)[0]) }

#define S(k, n, m) ROW(ROW_TYPE, k, FIELD_STR, n, m, 0, NULL)
#define U(k, n, m) ROW(ROW_TYPE, k, FIELD_URL, n, m, 0, NULL)
#define X(k, n, m) ROW(ROW_TYPE, k, FIELD_TEXT, n, m, 0, NULL)
#define T(k, n, m) ROW(ROW_TYPE, k, FIELD_TIME, n, m, 0, NULL)
#define I(k, n, m) ROW(ROW_TYPE, k, FIELD_INT, n, m, 0, NULL)
#define N(k, n, m) ROW(ROW_TYPE, k, FIELD_NUM, n, m, 0, NULL)
#define B(k, n, m) ROW(ROW_TYPE, k, FIELD_BOOL, n, m, 0, NULL)
#define O(k, n, m, of) ROW(ROW_TYPE, k, FIELD_OBJ, n, m, 0, &of)
#define L(k, n, m, of) ROW(ROW_TYPE, k, FIELD_LIST, n, m, 0, &of)
#define SS(k, n, m) ROW(ROW_TYPE, k, FIELD_STRS, n, m, 0, NULL)
#define II(k, n, m) ROW(ROW_TYPE, k, FIELD_INTS, n, m, 0, NULL)

#define ROW_TYPE person
static const struct field person_fields[] = { S(1, "name", name), S(2, "email", email), U(3, "url", url), U(4, "avatar", avatar) };
static const struct shape shape_person = SHAPE("person", person, person_fields);
#undef ROW_TYPE

#define ROW_TYPE category
static const struct field category_fields[] = { S(1, "term", term), S(2, "scheme", scheme), S(3, "label", label) };
static const struct shape shape_category = SHAPE("category", category, category_fields);
#undef ROW_TYPE

#define ROW_TYPE link
static const struct field link_fields[] = { S(1, "rel", rel), U(2, "url", url), S(3, "type", type), S(4, "hreflang", hreflang),
	S(5, "title", title), I(6, "length", length) };
const struct shape shape_link = SHAPE("link", link, link_fields);
#undef ROW_TYPE

#define ROW_TYPE enclosure
static const struct field enclosure_fields[] = { U(1, "url", url), S(2, "type", type), I(3, "length", length), S(4, "title", title),
	N(5, "duration", duration) };
const struct shape shape_enclosure = SHAPE("enclosure", enclosure, enclosure_fields);
#undef ROW_TYPE

#define ROW_TYPE comments
static const struct field comments_fields[] = { U(1, "url", url), U(2, "post_url", post_url), U(3, "feed_url", feed_url),
	I(4, "count", count) };
static const struct shape shape_comments = SHAPE("comments", comments, comments_fields);
#undef ROW_TYPE

#define ROW_TYPE reply
static const struct field reply_fields[] = { S(1, "ref", ref), U(2, "url", url), S(3, "type", type), U(4, "source", source) };
static const struct shape shape_reply = SHAPE("reply", reply, reply_fields);
#undef ROW_TYPE

#define ROW_TYPE geo
static const struct field geo_fields[] = { S(1, "type", type), ROW(geo, 2, FIELD_COORDS, "coordinates", coordinates, 0, NULL),
	S(3, "srs", srs) };
static const struct shape shape_geo = SHAPE("geo", geo, geo_fields);
#undef ROW_TYPE

#define ROW_TYPE thumbnail
static const struct field thumbnail_fields[] = { U(1, "url", url), I(2, "width", width), I(3, "height", height), S(4, "time", time) };
static const struct shape shape_thumbnail = SHAPE("thumbnail", thumbnail, thumbnail_fields);
#undef ROW_TYPE

#define ROW_TYPE player
static const struct field player_fields[] = { U(1, "url", url), I(2, "width", width), I(3, "height", height) };
static const struct shape shape_player = SHAPE("player", player, player_fields);
#undef ROW_TYPE

#define ROW_TYPE media_content
static const struct field media_content_fields[] = { U(1, "url", url), S(2, "type", type), S(3, "medium", medium),
	I(4, "length", length), I(5, "width", width), I(6, "height", height), N(7, "duration", duration), N(8, "bitrate", bitrate),
	I(9, "channels", channels), S(10, "lang", lang), S(11, "expression", expression), B(12, "is_default", is_default),
	X(13, "title", title), X(14, "description", description), L(15, "thumbnails", thumbnails, shape_thumbnail),
	O(16, "player", player, shape_player) };
static const struct shape shape_media_content = SHAPE("media content", media_content, media_content_fields);
#undef ROW_TYPE

#define ROW_TYPE credit
static const struct field credit_fields[] = { S(1, "name", name), S(2, "role", role), S(3, "scheme", scheme) };
static const struct shape shape_credit = SHAPE("credit", credit, credit_fields);
#undef ROW_TYPE

#define ROW_TYPE rating
static const struct field rating_fields[] = { S(1, "value", value), S(2, "scheme", scheme) };
static const struct shape shape_rating = SHAPE("rating", rating, rating_fields);
#undef ROW_TYPE

#define ROW_TYPE restriction
static const struct field restriction_fields[] = { S(1, "relationship", relationship), S(2, "type", type), SS(3, "values", values) };
static const struct shape shape_restriction = SHAPE("restriction", restriction, restriction_fields);
#undef ROW_TYPE

#define ROW_TYPE media_license
static const struct field media_license_fields[] = { S(1, "type", type), U(2, "url", url), S(3, "text", text) };
static const struct shape shape_media_license = SHAPE("media license", media_license, media_license_fields);
#undef ROW_TYPE

#define ROW_TYPE community_rating
static const struct field community_rating_fields[] = { N(1, "average", average), I(2, "count", count), I(3, "min", min),
	I(4, "max", max) };
static const struct shape shape_community_rating = SHAPE("community rating", community_rating, community_rating_fields);
#undef ROW_TYPE

#define ROW_TYPE community
static const struct field community_fields[] = { O(1, "rating", rating, shape_community_rating), I(2, "views", views),
	I(3, "favorites", favorites) };
static const struct shape shape_community = SHAPE("community", community, community_fields);
#undef ROW_TYPE

#define ROW_TYPE media
static const struct field media_fields[] = { L(1, "contents", contents, shape_media_content),
	L(2, "thumbnails", thumbnails, shape_thumbnail), L(3, "credits", credits, shape_credit), X(4, "title", title),
	X(5, "description", description), SS(6, "keywords", keywords), O(7, "rating", rating, shape_rating),
	O(8, "player", player, shape_player), O(9, "restriction", restriction, shape_restriction),
	O(10, "license", license, shape_media_license), O(11, "community", community, shape_community), S(12, "hash", hash) };
static const struct shape shape_media = SHAPE("media", media, media_fields);
#undef ROW_TYPE

#define ROW_TYPE itunes_owner
static const struct field itunes_owner_fields[] = { S(1, "name", name), S(2, "email", email) };
static const struct shape shape_itunes_owner = SHAPE("itunes owner", itunes_owner, itunes_owner_fields);
#undef ROW_TYPE

#define ROW_TYPE itunes
static const struct field itunes_fields[] = { S(1, "author", author), O(2, "owner", owner, shape_itunes_owner), U(3, "image", image),
	X(4, "title", title), X(5, "subtitle", subtitle), X(6, "summary", summary), B(7, "explicit", is_explicit), B(8, "block", block),
	B(9, "complete", complete), N(10, "duration", duration), I(11, "episode", episode), I(12, "season", season),
	S(13, "episode_type", episode_type), S(14, "type", type), SS(15, "keywords", keywords), U(16, "new_feed_url", new_feed_url) };
static const struct shape shape_itunes = SHAPE("itunes", itunes, itunes_fields);
#undef ROW_TYPE

#define ROW_TYPE podcast_license
static const struct field podcast_license_fields[] = { S(1, "text", text), U(2, "url", url) };
static const struct shape shape_podcast_license = SHAPE("podcast license", podcast_license, podcast_license_fields);
#undef ROW_TYPE

#define ROW_TYPE funding
static const struct field funding_fields[] = { U(1, "url", url), S(2, "text", text) };
static const struct shape shape_funding = SHAPE("funding", funding, funding_fields);
#undef ROW_TYPE

#define ROW_TYPE podcast_person
static const struct field podcast_person_fields[] = { S(1, "name", name), S(2, "role", role), S(3, "group", group), U(4, "url", url),
	U(5, "image", image) };
static const struct shape shape_podcast_person = SHAPE("podcast person", podcast_person, podcast_person_fields);
#undef ROW_TYPE

#define ROW_TYPE location
static const struct field location_fields[] = { S(1, "name", name), S(2, "geo", geo), S(3, "osm", osm) };
static const struct shape shape_location = SHAPE("location", location, location_fields);
#undef ROW_TYPE

#define ROW_TYPE podcast_season
static const struct field podcast_season_fields[] = { N(1, "number", number), S(2, "name", name) };
static const struct shape shape_podcast_season = SHAPE("podcast season", podcast_season, podcast_season_fields);
#undef ROW_TYPE

#define ROW_TYPE podcast_episode
static const struct field podcast_episode_fields[] = { N(1, "number", number), S(2, "display", display) };
static const struct shape shape_podcast_episode = SHAPE("podcast episode", podcast_episode, podcast_episode_fields);
#undef ROW_TYPE

#define ROW_TYPE transcript
static const struct field transcript_fields[] = { U(1, "url", url), S(2, "type", type), S(3, "language", language), S(4, "rel", rel) };
static const struct shape shape_transcript = SHAPE("transcript", transcript, transcript_fields);
#undef ROW_TYPE

#define ROW_TYPE podcast_chapters
static const struct field podcast_chapters_fields[] = { U(1, "url", url), S(2, "type", type) };
static const struct shape shape_podcast_chapters = SHAPE("podcast chapters", podcast_chapters, podcast_chapters_fields);
#undef ROW_TYPE

#define ROW_TYPE soundbite
static const struct field soundbite_fields[] = { N(1, "start", start), N(2, "duration", duration), S(3, "title", title) };
static const struct shape shape_soundbite = SHAPE("soundbite", soundbite, soundbite_fields);
#undef ROW_TYPE

#define ROW_TYPE trailer
static const struct field trailer_fields[] = { U(1, "url", url), S(2, "title", title), T(3, "published", published),
	I(4, "length", length), S(5, "type", type), N(6, "season", season) };
static const struct shape shape_trailer = SHAPE("trailer", trailer, trailer_fields);
#undef ROW_TYPE

#define ROW_TYPE alternate_enclosure
static const struct field alternate_enclosure_fields[] = { U(1, "url", url), S(2, "type", type), I(3, "length", length),
	N(4, "bitrate", bitrate), S(5, "title", title), B(6, "default", is_default) };
static const struct shape shape_alternate_enclosure = SHAPE("alternate enclosure", alternate_enclosure, alternate_enclosure_fields);
#undef ROW_TYPE

#define ROW_TYPE podcast
static const struct field podcast_fields[] = { S(1, "guid", guid), B(2, "locked", locked), S(3, "medium", medium),
	O(4, "license", license, shape_podcast_license), L(5, "funding", funding, shape_funding),
	L(6, "persons", persons, shape_podcast_person), O(7, "location", location, shape_location),
	O(8, "season", season, shape_podcast_season), O(9, "episode", episode, shape_podcast_episode),
	L(10, "transcripts", transcripts, shape_transcript), O(11, "chapters", chapters, shape_podcast_chapters),
	L(12, "soundbites", soundbites, shape_soundbite), L(13, "trailers", trailers, shape_trailer),
	L(14, "alternate_enclosures", alternate_enclosures, shape_alternate_enclosure) };
static const struct shape shape_podcast = SHAPE("podcast", podcast, podcast_fields);
#undef ROW_TYPE

#define ROW_TYPE chapter
static const struct field chapter_fields[] = { N(1, "start", start), S(2, "title", title), U(3, "url", url), U(4, "image", image) };
static const struct shape shape_chapter = SHAPE("chapter", chapter, chapter_fields);
#undef ROW_TYPE

#define ROW_TYPE detail
static const struct field detail_fields[] = { S(1, "type", type), S(2, "language", language), S(3, "base", base) };
static const struct shape shape_detail = SHAPE("detail", detail, detail_fields);
#undef ROW_TYPE

#define ROW_TYPE details
static const struct field details_fields[] = { O(1, "title", title, shape_detail), O(2, "subtitle", subtitle, shape_detail),
	O(3, "description", description, shape_detail), O(4, "info", info, shape_detail), O(5, "summary", summary, shape_detail),
	O(6, "content", content, shape_detail), O(7, "rights", rights, shape_detail) };
const struct shape shape_details = SHAPE("details", details, details_fields);
#undef ROW_TYPE

#define ROW_TYPE field_from
static const struct field field_from_fields[] = { S(1, "field", field), S(2, "from", from) };
static const struct shape shape_field_from = SHAPE("field_from", field_from, field_from_fields);
#undef ROW_TYPE

#define ROW_TYPE article
static const struct field article_fields[] = { S(1, "id", id), B(2, "id_is_permalink", id_is_permalink), U(3, "url", url),
	U(4, "external_url", external_url), L(5, "links", links, shape_link), X(6, "title", title), X(7, "subtitle", subtitle),
	X(8, "summary", summary), S(9, "content_html", content_html), S(10, "content_text", content_text),
	S(11, "content_type", content_type), U(12, "content_src", content_src), U(13, "image", image), U(14, "banner_image", banner_image),
	T(15, "published", published), T(16, "updated", updated), T(17, "created", created), T(18, "expires", expires),
	L(19, "authors", authors, shape_person), L(20, "contributors", contributors, shape_person), O(21, "publisher", publisher, shape_person),
	L(22, "categories", categories, shape_category), X(23, "rights", rights), U(24, "license", license),
	L(25, "in_reply_to", in_reply_to, shape_reply), S(26, "language", language), L(27, "enclosures", enclosures, shape_enclosure),
	O(28, "source", source, shape_document), O(29, "comments", comments, shape_comments), O(30, "geo", geo, shape_geo),
	O(31, "media", media, shape_media), O(32, "itunes", itunes, shape_itunes), O(33, "podcast", podcast, shape_podcast),
	L(34, "chapters", chapters, shape_chapter),
	ROW(article, 35, FIELD_STR, "image_caption", image_caption, FIELD_INTERNAL, NULL),
	ROW(article, 36, FIELD_STR, "image_credit", image_credit, FIELD_INTERNAL, NULL),
	ROW(article, 37, FIELD_INT, "image_width", image_width, FIELD_INTERNAL, NULL),
	ROW(article, 38, FIELD_INT, "image_height", image_height, FIELD_INTERNAL, NULL),
	ROW(article, 39, FIELD_STR, "date_from", date_from, FIELD_INTERNAL, NULL),
	ROW(article, 40, FIELD_STR, "path", path, FIELD_INTERNAL, NULL),
	ROW(article, 41, FIELD_INT, "raw_hash", raw_hash, FIELD_INTERNAL, NULL),
	ROW(article, 42, FIELD_LIST, "fields_from", fields_from, FIELD_INTERNAL, &shape_field_from),
	O(44, "details", details, shape_details),
	ROW(article, 45, FIELD_STR, "published_as", published_as, FIELD_INTERNAL, NULL),
	ROW(article, 46, FIELD_STR, "updated_as", updated_as, FIELD_INTERNAL, NULL),
	ROW(article, 47, FIELD_STR, "method", method, FIELD_INTERNAL, NULL),
	ROW(article, 48, FIELD_STR, "page_rules", page_rules, FIELD_INTERNAL, NULL),
	ROW(article, 60, FIELD_BOOL, "is_unchanged", is_unchanged, FIELD_INTERNAL, NULL) };
const struct shape shape_article = SHAPE("article", article, article_fields);
#undef ROW_TYPE

#define ROW_TYPE problem
static const struct field problem_fields[] = { S(1, "code", code), S(2, "message", message), I(3, "line", line) };
static const struct shape shape_problem = SHAPE("problem", problem, problem_fields);
#undef ROW_TYPE

#define ROW_TYPE finding
static const struct field finding_fields[] = { S(1, "code", code), S(2, "severity", severity), S(3, "message", message), S(4, "rule", rule),
	I(5, "line", line), I(6, "column", column) };
const struct shape shape_finding = SHAPE("finding", finding, finding_fields);
#undef ROW_TYPE

#define ROW_TYPE hub
static const struct field hub_fields[] = { S(1, "type", type), U(2, "url", url) };
static const struct shape shape_hub = SHAPE("hub", hub, hub_fields);
#undef ROW_TYPE

#define ROW_TYPE generator
static const struct field generator_fields[] = { S(1, "name", name), U(2, "url", url), S(3, "version", version) };
static const struct shape shape_generator = SHAPE("generator", generator, generator_fields);
#undef ROW_TYPE

#define ROW_TYPE image
static const struct field image_fields[] = { U(1, "url", url), S(2, "title", title), U(3, "link", link), I(4, "width", width),
	I(5, "height", height), S(6, "description", description) };
static const struct shape shape_image = SHAPE("image", image, image_fields);
#undef ROW_TYPE

#define ROW_TYPE update_rhythm
static const struct field update_fields[] = { S(1, "period", period), I(2, "frequency", frequency), T(3, "base", base) };
static const struct shape shape_update = SHAPE("update", update_rhythm, update_fields);
#undef ROW_TYPE

#define ROW_TYPE cloud
static const struct field cloud_fields[] = { S(1, "domain", domain), I(2, "port", port), S(3, "path", path),
	S(4, "register_procedure", register_procedure), S(5, "protocol", protocol) };
static const struct shape shape_cloud = SHAPE("cloud", cloud, cloud_fields);
#undef ROW_TYPE

#define ROW_TYPE text_input
static const struct field text_input_fields[] = { S(1, "title", title), S(2, "description", description), S(3, "name", name),
	U(4, "link", link) };
static const struct shape shape_text_input = SHAPE("text input", text_input, text_input_fields);
#undef ROW_TYPE

#define ROW_TYPE validity
static const struct field validity_fields[] = { T(1, "start", start), T(2, "end", end) };
static const struct shape shape_validity = SHAPE("validity", validity, validity_fields);
#undef ROW_TYPE

#define ROW_TYPE alternate
static const struct field alternate_fields[] = { U(1, "url", url), S(2, "type", type), S(3, "title", title) };
static const struct shape shape_alternate = SHAPE("alternate", alternate, alternate_fields);
#undef ROW_TYPE

#define ROW_TYPE sitemap_part
static const struct field part_fields[] = { U(1, "url", url), T(2, "changed", changed) };
static const struct shape shape_part = SHAPE("part", sitemap_part, part_fields);
#undef ROW_TYPE

#define ROW_TYPE rule_report
static const struct field rule_report_fields[] = { S(1, "key", key), S(2, "text", text), I(3, "matches", matches), S(4, "first", first),
	S(5, "at", at), B(6, "is_taken", is_taken) };
static const struct shape shape_rule_report = SHAPE("rule report", rule_report, rule_report_fields);
#undef ROW_TYPE

#define ROW_TYPE page_guess
static const struct field page_guess_fields[] = { S(1, "content", content), SS(2, "strip", strip) };
static const struct shape shape_page_guess = SHAPE("page guess", page_guess, page_guess_fields);
#undef ROW_TYPE

#define ROW_TYPE item_failure
static const struct field item_failure_fields[] = { I(1, "item", item), S(2, "what", what), S(3, "excerpt", excerpt) };
static const struct shape shape_item_failure = SHAPE("item failure", item_failure, item_failure_fields);
#undef ROW_TYPE

#define ROW_TYPE list_candidate
static const struct field list_candidate_fields[] = { S(1, "method", method), S(2, "item", item), S(3, "item.title", item_title),
	S(4, "item.link", item_link), S(5, "item.date", item_date), N(6, "score", score), I(7, "count", count), S(8, "why", why),
	SS(9, "titles", titles), B(10, "is_taken", is_taken) };
static const struct shape shape_list_candidate = SHAPE("list candidate", list_candidate, list_candidate_fields);
#undef ROW_TYPE

#define ROW_TYPE page_list
static const struct field page_list_fields[] = { S(1, "method", method), S(2, "container", container),
	L(3, "candidates", candidates, shape_list_candidate), S(4, "around", around),
	O(5, "proposal", proposal, shape_list_candidate), B(6, "is_empty", is_empty), O(7, "selectors", selectors, shape_list_candidate) };
static const struct shape shape_page_list = SHAPE("page list", page_list, page_list_fields);
#undef ROW_TYPE

#define ROW_TYPE deleted
static const struct field deleted_fields[] = { S(1, "ref", ref), T(2, "when", when) };
static const struct shape shape_deleted = SHAPE("deleted", deleted, deleted_fields);
#undef ROW_TYPE

#define ROW_TYPE document
static const struct field document_fields[] = { ROW(document, 1, FIELD_STR, "format", format, FIELD_ALWAYS, NULL),
	ROW(document, 2, FIELD_STR, "encoding", encoding, FIELD_ALWAYS, NULL), B(3, "wellformed", wellformed),
	L(4, "problems", problems, shape_problem), U(5, "base", base), X(6, "title", title), X(7, "description", description),
	X(8, "info", info), S(9, "id", id), U(10, "link", link), U(11, "feed_url", feed_url), U(12, "next_url", next_url),
	U(13, "new_url", new_url), L(14, "links", links, shape_link), L(15, "hubs", hubs, shape_hub), S(16, "language", language),
	L(17, "authors", authors, shape_person), L(18, "contributors", contributors, shape_person), O(19, "publisher", publisher, shape_person),
	L(20, "categories", categories, shape_category), T(21, "published", published), T(22, "updated", updated), T(23, "created", created),
	X(24, "rights", rights), U(25, "license", license), O(26, "generator", generator, shape_generator), O(27, "image", image, shape_image),
	U(28, "icon", icon), U(29, "logo", logo), U(30, "docs", docs), S(31, "rating", rating), I(32, "ttl", ttl),
	II(33, "skip_hours", skip_hours), SS(34, "skip_days", skip_days), O(35, "update", update, shape_update),
	O(36, "cloud", cloud, shape_cloud), O(37, "text_input", text_input, shape_text_input), O(38, "validity", validity, shape_validity),
	B(39, "expired", expired), L(40, "in_reply_to", in_reply_to, shape_reply), O(41, "geo", geo, shape_geo),
	O(42, "media", media, shape_media), O(43, "itunes", itunes, shape_itunes), O(44, "podcast", podcast, shape_podcast),
	L(45, "alternates", alternates, shape_alternate), ROW(document, 46, FIELD_LIST, "entries", articles, FIELD_ALWAYS, &shape_article),
	ROW(document, 47, FIELD_INT, "dropped", dropped, FIELD_INTERNAL, NULL), O(48, "details", details, shape_details),
	ROW(document, 49, FIELD_LIST, "deleted", deleted, FIELD_INTERNAL, &shape_deleted),
	ROW(document, 50, FIELD_OBJ, "listing", listing, FIELD_INTERNAL, &shape_page_list),
	ROW(document, 51, FIELD_LIST, "rule_reports", rule_reports, FIELD_INTERNAL, &shape_rule_report),
	ROW(document, 52, FIELD_LIST, "item_failures", item_failures, FIELD_INTERNAL, &shape_item_failure),
	ROW(document, 53, FIELD_LIST, "parts", parts, FIELD_INTERNAL, &shape_part),
	ROW(document, 54, FIELD_OBJ, "guess", guess, FIELD_INTERNAL, &shape_page_guess),
	ROW(document, 60, FIELD_LIST, "findings", findings, FIELD_INTERNAL, &shape_finding) };
const struct shape shape_document = SHAPE("document", document, document_fields);
#undef ROW_TYPE
