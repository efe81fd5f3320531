#include "config.h"
#include "extract/class_words.h"

#include "base/hash.h"

#define PARTS_MAX 48U   /* parts of the names of one element */
#define PHRASE_MAX 3U   /* parts of a phrase */
#define PHRASE_BYTES 48U
#define SLUG_PARTS 5U   /* an id of so many words is made of a heading's text */
#define SLOTS 2048U     /* a power of two, several times the number of phrases */

#define BAD WORD_BAD
#define DOUBT WORD_DOUBTFUL
#define OVER (WORD_BAD | WORD_OVERLAY)
#define NAV (WORD_BAD | WORD_NAV)
#define REL (WORD_DOUBTFUL | WORD_RELATED)
#define TALK (WORD_BAD | WORD_COMMENTS)

static const struct {
	const char *phrase; /* parts joined by '-' */
	uint32_t bits;
} phrases[] = {
	/* the text itself */
	{ "article-body", WORD_BODY }, { "articlebody", WORD_BODY }, { "story-body", WORD_BODY }, { "storybody", WORD_BODY },
	{ "post-content", WORD_BODY }, { "postcontent", WORD_BODY }, { "post-body", WORD_BODY }, { "postbody", WORD_BODY }, { "entry-content", WORD_BODY },
	{ "entry-body", WORD_BODY }, { "post-text", WORD_BODY }, { "article-text", WORD_BODY }, { "articletext", WORD_BODY },
	{ "article-content", WORD_BODY }, { "articlecontent", WORD_BODY }, { "story-content", WORD_BODY }, { "story-text", WORD_BODY },
	{ "main-text", WORD_BODY }, { "content-body", WORD_BODY }, { "body-content", WORD_BODY }, { "body-text", WORD_BODY }, { "bodytext", WORD_BODY },
	{ "body-copy", WORD_BODY }, { "bodycopy", WORD_BODY }, { "body-main", WORD_BODY }, { "rich-text", WORD_BODY }, { "richtext", WORD_BODY },
	{ "field-name-body", WORD_BODY }, { "node-content", WORD_BODY }, { "news-text", WORD_BODY }, { "news-content", WORD_BODY },
	{ "news-body", WORD_BODY }, { "article-copy", WORD_BODY }, { "article-main", WORD_BODY }, { "single-content", WORD_BODY },
	{ "text-content", WORD_BODY }, { "blog-content", WORD_BODY }, { "blog-post", WORD_GOOD }, { "page-content", WORD_GOOD },
	{ "fulltext", WORD_BODY }, { "full-text", WORD_BODY }, { "articulo-cuerpo", WORD_BODY }, { "cuerpo", WORD_BODY }, { "artikel-text", WORD_BODY },
	{ "content", WORD_GOOD }, { "article", WORD_GOOD }, { "post", WORD_GOOD }, { "story", WORD_GOOD }, { "entry", WORD_GOOD },
	{ "body", WORD_GOOD }, { "main", WORD_GOOD }, { "text", WORD_GOOD }, { "blog", WORD_GOOD }, { "hentry", WORD_GOOD }, { "prose", WORD_GOOD },
	{ "main-content", WORD_GOOD }, { "maincontent", WORD_GOOD }, { "paragraph", WORD_GOOD },

	/* people talking below it */
	{ "comments", TALK }, { "comment", TALK }, { "disqus", TALK }, { "respond", TALK }, { "commentlist", TALK }, { "comment-list", TALK },
	{ "comment-form", TALK }, { "commentform", TALK }, { "livefyre", TALK }, { "kommentare", TALK }, { "kommentar", TALK },
	{ "commentaires", TALK }, { "comentarios", TALK }, { "reader-comments", TALK }, { "coral", TALK }, { "spot-im", TALK }, { "spotim", TALK },
	{ "replies", TALK }, { "discussion", DOUBT | WORD_COMMENTS }, { "fb-comments", TALK }, { "viafoura", TALK }, { "trackback", TALK },
	{ "trackbacks", TALK }, { "pingback", TALK }, { "feedback", DOUBT },

	{ "embed", WORD_EMBED }, { "oembed", WORD_EMBED }, { "embedded", WORD_EMBED }, { "twitter-tweet", WORD_EMBED }, { "tweet", WORD_EMBED },

	/* sharing */
	{ "share", DOUBT }, { "sharing", DOUBT }, { "sharebar", BAD }, { "sharedaddy", BAD }, { "shares", DOUBT }, { "social", BAD }, { "socials", BAD },
	{ "socialmedia", BAD }, { "addthis", BAD }, { "addtoany", BAD }, { "sharethis", BAD }, { "share-buttons", BAD }, { "share-tools", BAD },
	{ "social-share", BAD }, { "shareaholic", BAD }, { "sumo", DOUBT }, { "ssba", BAD }, { "heateor", BAD }, { "teilen", BAD }, { "follow", DOUBT },
	{ "follow-us", BAD }, { "followus", BAD }, { "jp-relatedposts", BAD | WORD_RELATED }, { "print", DOUBT }, { "email-share", BAD },

	/* other articles */
	{ "related", REL }, { "relateds", REL }, { "recommended", REL }, { "recommendations", REL }, { "recommendation", REL }, { "recommend", REL },
	{ "outbrain", BAD | WORD_RELATED }, { "taboola", BAD | WORD_RELATED }, { "ob-widget", BAD | WORD_RELATED }, { "revcontent", BAD | WORD_RELATED },
	{ "teaser", REL }, { "teasers", REL }, { "most-read", BAD | WORD_RELATED }, { "mostread", BAD | WORD_RELATED }, { "most-popular", BAD | WORD_RELATED },
	{ "mostpopular", BAD | WORD_RELATED }, { "most-viewed", BAD | WORD_RELATED }, { "trending", REL }, { "popular", REL }, { "latest", REL },
	{ "latest-news", REL }, { "recent", REL }, { "recent-posts", REL }, { "read-more", REL }, { "readmore", REL }, { "read-next", REL },
	{ "readnext", REL }, { "see-also", REL }, { "seealso", REL }, { "more-stories", REL }, { "more-news", REL }, { "more-on", REL },
	{ "more-from", REL }, { "more-articles", REL }, { "next-article", REL }, { "next-post", REL }, { "prev-post", REL }, { "previous-post", REL },
	{ "up-next", REL }, { "upnext", REL }, { "onward", REL }, { "similar", REL }, { "yarpp", BAD | WORD_RELATED }, { "crp-related", BAD | WORD_RELATED },
	{ "relatedposts", BAD | WORD_RELATED }, { "related-posts", BAD | WORD_RELATED }, { "related-articles", BAD | WORD_RELATED },
	{ "related-content", REL }, { "related-stories", BAD | WORD_RELATED }, { "related-links", REL }, { "also-read", REL }, { "read-also", REL },
	{ "you-may-like", REL }, { "also-like", REL }, { "mehr-zum-thema", REL }, { "zum-thema", REL }, { "recirc", REL }, { "recirculation", REL },
	{ "nextprev", NAV }, { "prev-next", NAV }, { "playlist", REL }, { "storyline", DOUBT }, { "inline-related", REL }, { "interstitial-link", REL },
	{ "story-package", DOUBT }, { "promo", REL }, { "promos", REL }, { "promobox", REL }, { "promoted", BAD }, { "collection-list", REL },

	/* advertising and its kin */
	{ "ad", BAD | WORD_AD }, { "ads", BAD | WORD_AD }, { "advert", BAD | WORD_AD }, { "adverts", BAD | WORD_AD }, { "advertisement", BAD | WORD_AD },
	{ "advertising", BAD | WORD_AD }, { "advertorial", DOUBT }, { "adsense", BAD | WORD_AD }, { "adsbygoogle", BAD | WORD_AD }, { "adslot", BAD | WORD_AD },
	{ "ad-slot", BAD | WORD_AD }, { "sponsor", BAD | WORD_AD }, { "sponsored", DOUBT | WORD_AD }, { "sponsors", BAD | WORD_AD }, { "dfp", BAD | WORD_AD },
	{ "gpt-ad", BAD | WORD_AD }, { "werbung", BAD | WORD_AD }, { "anzeige", BAD | WORD_AD }, { "publicidad", BAD | WORD_AD }, { "pub", DOUBT },
	{ "publicite", BAD | WORD_AD }, { "pubblicita", BAD | WORD_AD }, { "reklama", BAD | WORD_AD }, { "affiliate", DOUBT }, { "donate", BAD }, { "donation", BAD },
	{ "cta", DOUBT }, { "call-to-action", DOUBT }, { "calltoaction", DOUBT }, { "commercial", DOUBT }, { "shop", DOUBT }, { "buy", DOUBT },
	{ "newsletter", BAD }, { "newsletters", BAD }, { "subscribe", BAD }, { "subscription", BAD }, { "subscriptions", BAD }, { "signup", BAD },
	{ "sign-up", BAD }, { "mailchimp", BAD }, { "optin", BAD }, { "mc-embed", BAD }, { "piano", DOUBT }, { "register", DOUBT }, { "login", BAD },
	{ "signin", BAD }, { "sign-in", BAD }, { "app-promo", BAD }, { "whatsapp", DOUBT }, { "telegram", DOUBT }, { "membership", DOUBT }, { "upsell", BAD },

	/* the site around it */
	{ "sidebar", BAD | WORD_SIDE }, { "side-bar", BAD | WORD_SIDE }, { "rail", BAD | WORD_SIDE }, { "right-rail", BAD | WORD_SIDE }, { "rightrail", BAD | WORD_SIDE },
	{ "aside", BAD | WORD_SIDE }, { "rightcol", BAD | WORD_SIDE }, { "right-col", BAD | WORD_SIDE }, { "footer", BAD | WORD_FOOT }, { "foot", BAD | WORD_FOOT }, { "nav", NAV },
	{ "navbar", NAV }, { "navigation", NAV }, { "menu", NAV | WORD_OVERLAY }, { "menus", NAV }, { "submenu", NAV }, { "breadcrumb", NAV },
	{ "breadcrumbs", NAV }, { "crumbs", NAV }, { "crumb", NAV }, { "pagination", NAV }, { "pager", NAV }, { "paging", NAV }, { "page-links", NAV },
	{ "skip", BAD }, { "skip-link", BAD }, { "skiplink", BAD }, { "masthead", BAD }, { "site-header", BAD }, { "page-header", DOUBT }, { "topbar", BAD },
	{ "toolbar", BAD }, { "header", DOUBT }, { "banner", DOUBT }, { "widget", DOUBT }, { "widgets", DOUBT }, { "search", BAD },
	{ "searchform", BAD }, { "toc", DOUBT }, { "table-of-contents", DOUBT }, { "language-switcher", BAD }, { "langs", BAD }, { "colophon", BAD },
	{ "cookie", OVER }, { "cookies", OVER }, { "cookiebar", OVER }, { "consent", OVER }, { "gdpr", OVER }, { "onetrust", OVER }, { "usercentrics", OVER },
	{ "didomi", OVER }, { "borlabs", OVER }, { "cmp", OVER }, { "cookiebot", OVER }, { "truste", OVER }, { "cybotcookiebotdialog", OVER }, { "qc-cmp2", OVER },
	{ "modal", OVER }, { "popup", OVER }, { "pop-up", OVER }, { "overlay", DOUBT | WORD_OVERLAY }, { "lightbox", OVER }, { "dialog", OVER },
	{ "dropdown", DOUBT | WORD_OVERLAY }, { "tooltip", OVER }, { "popover", OVER }, { "hovercard", OVER }, { "rollover", OVER }, { "offcanvas", OVER }, { "off-canvas", OVER }, { "flyout", OVER }, { "drawer", OVER },
	{ "toast", OVER }, { "noprint", DOUBT }, { "no-print", DOUBT }, { "hidden-print", DOUBT }, { "screen-reader-text", BAD | WORD_HIDDEN },
	{ "sr-only", BAD | WORD_HIDDEN }, { "visually-hidden", BAD | WORD_HIDDEN }, { "visuallyhidden", BAD | WORD_HIDDEN }, { "screenreader", BAD | WORD_HIDDEN },
	{ "print-only", BAD }, { "hidden", DOUBT | WORD_HIDDEN }, { "legal", DOUBT }, { "disclaimer", DOUBT }, { "copyright", DOUBT | WORD_CREDIT }, { "ticker", BAD },
	{ "weather", BAD }, { "market-data", BAD }, { "contentinfo", BAD }, { "complementary", BAD | WORD_SIDE }, { "tablist", BAD }, { "alert", DOUBT },

	/* about the article */
	{ "tags", DOUBT | WORD_TAGS }, { "tag", DOUBT | WORD_TAGS }, { "taglist", BAD | WORD_TAGS }, { "tag-list", BAD | WORD_TAGS }, { "tag-links", BAD | WORD_TAGS },
	{ "tagcloud", BAD | WORD_TAGS }, { "topics", DOUBT | WORD_TAGS }, { "topic", DOUBT }, { "topiclist", DOUBT | WORD_TAGS }, { "keywords", DOUBT | WORD_TAGS },
	{ "cat-links", BAD }, { "categories", DOUBT }, { "category", DOUBT }, { "author-box", BAD | WORD_PERSON }, { "authorbox", BAD | WORD_PERSON },
	{ "author-bio", BAD | WORD_PERSON }, { "authorbio", BAD | WORD_PERSON }, { "author-info", BAD | WORD_PERSON }, { "about-author", BAD | WORD_PERSON },
	{ "author-description", BAD | WORD_PERSON }, { "author-card", BAD | WORD_PERSON }, { "author-profile", BAD | WORD_PERSON }, { "authorprofile", BAD | WORD_PERSON }, { "bio", BAD | WORD_PERSON }, { "author", DOUBT | WORD_BYLINE },
	{ "authors", DOUBT | WORD_BYLINE }, { "byline", DOUBT | WORD_BYLINE }, { "bylines", DOUBT | WORD_BYLINE }, { "dateline", DOUBT | WORD_DATE },
	{ "autor", DOUBT | WORD_BYLINE }, { "autore", DOUBT | WORD_BYLINE }, { "auteur", DOUBT | WORD_BYLINE }, { "writer", DOUBT | WORD_BYLINE },
	{ "contributor", DOUBT | WORD_BYLINE }, { "contributors", DOUBT | WORD_BYLINE }, { "by-line", DOUBT | WORD_BYLINE }, { "post-author", DOUBT | WORD_BYLINE },
	{ "vcard", WORD_BYLINE }, { "firma", DOUBT | WORD_BYLINE }, { "signature", DOUBT | WORD_BYLINE },
	{ "date", DOUBT | WORD_DATE }, { "datetime", DOUBT | WORD_DATE }, { "time", DOUBT | WORD_DATE }, { "timestamp", BAD | WORD_DATE },
	{ "pubdate", BAD | WORD_DATE }, { "publish-date", BAD | WORD_DATE }, { "published", DOUBT | WORD_DATE }, { "posted-on", BAD | WORD_DATE },
	{ "datum", DOUBT | WORD_DATE }, { "fecha", DOUBT | WORD_DATE }, { "data", WORD_DATE }, { "updated", DOUBT | WORD_DATE }, { "last-updated", BAD | WORD_DATE },
	{ "entry-meta", BAD | WORD_DATE }, { "post-meta", BAD | WORD_DATE }, { "article-meta", BAD | WORD_DATE }, { "meta", DOUBT | WORD_DATE },
	{ "metadata", DOUBT | WORD_DATE }, { "article-info", DOUBT | WORD_DATE }, { "post-info", DOUBT | WORD_DATE }, { "info", WORD_DATE },
	{ "reading-time", BAD }, { "read-time", BAD }, { "readtime", BAD }, { "rating", DOUBT }, { "ratings", DOUBT }, { "reactions", BAD }, { "votes", BAD }, { "poll", BAD },
	{ "quiz", DOUBT }, { "likes", BAD }, { "kicker", DOUBT | WORD_KICKER }, { "rubric", DOUBT }, { "eyebrow", DOUBT | WORD_KICKER }, { "roofline", WORD_KICKER }, { "dachzeile", WORD_KICKER },
	{ "spitzmarke", WORD_KICKER }, { "topline", WORD_KICKER }, { "overline", WORD_KICKER }, { "overtitle", WORD_KICKER }, { "pretitle", WORD_KICKER }, { "toptitle", WORD_KICKER }, { "supertitle", WORD_KICKER }, { "surtitre", WORD_KICKER },
	{ "antetitulo", WORD_KICKER }, { "occhiello", WORD_KICKER }, { "entry-footer", BAD }, { "post-footer", BAD },
	{ "article-footer", BAD }, { "references", DOUBT }, { "infobox", DOUBT }, { "factbox", DOUBT }, { "correction-link", BAD }, { "edit-link", BAD },
	{ "mw-editsection", BAD }, { "navbox", BAD }, { "catlinks", BAD }, { "hatnote", BAD }, { "reflist", DOUBT }, { "noprint-ref", BAD },
	{ "copy-link", BAD }, { "listen", DOUBT }, { "audio-player", BAD }, { "video-player", DOUBT }, { "player", DOUBT }, { "tts", BAD }, { "read-aloud", BAD },
	{ "embed-player", DOUBT }, { "jwplayer", BAD }, { "gallery", DOUBT | WORD_FIGURE }, { "carousel", DOUBT | WORD_FIGURE }, { "slider", DOUBT | WORD_FIGURE },
	{ "slideshow", DOUBT | WORD_FIGURE }, { "swiper", DOUBT | WORD_FIGURE }, { "thumbnail", WORD_FIGURE },

	/* pictures */
	{ "caption", WORD_CAPTION }, { "captions", WORD_CAPTION }, { "caption-text", WORD_CAPTION }, { "legend", WORD_CAPTION }, { "legende", WORD_CAPTION },
	{ "leyenda", WORD_CAPTION }, { "didascalia", WORD_CAPTION }, { "bildunterschrift", WORD_CAPTION }, { "bildtext", WORD_CAPTION }, { "cutline", WORD_CAPTION },
	{ "wp-caption-text", WORD_CAPTION }, { "image-description", WORD_CAPTION }, { "img-caption", WORD_CAPTION }, { "figcaption", WORD_CAPTION },
	{ "pie-foto", WORD_CAPTION }, { "image-text", WORD_CAPTION }, { "img-info", WORD_CAPTION }, { "image-info", WORD_CAPTION }, { "media-block-description", WORD_CAPTION }, { "media-description", WORD_CAPTION },
	{ "image-copyright", WORD_CREDIT }, { "photo-text", WORD_CAPTION }, { "media-caption", WORD_CAPTION }, { "wp-caption", WORD_FIGURE }, { "image-caption", WORD_CAPTION }, { "photo-caption", WORD_CAPTION },
	{ "credit", WORD_CREDIT }, { "credits", WORD_CREDIT }, { "photographer", WORD_CREDIT }, { "fotograf", WORD_CREDIT }, { "photo-credit", WORD_CREDIT },
	{ "image-credit", WORD_CREDIT }, { "attribution", WORD_CREDIT }, { "copyrights", WORD_CREDIT }, { "quelle", WORD_CREDIT }, { "bildnachweis", WORD_CREDIT },
	{ "bildquelle", WORD_CREDIT }, { "rights", WORD_CREDIT }, { "agency", WORD_CREDIT }, { "figure", WORD_FIGURE }, { "image", WORD_FIGURE },
	{ "photo", WORD_FIGURE }, { "picture", WORD_FIGURE }, { "img", WORD_FIGURE },

	/* words above the text */
	{ "title", WORD_TITLE }, { "headline", WORD_TITLE }, { "entry-title", WORD_TITLE }, { "standfirst", WORD_STANDFIRST }, { "lead", WORD_STANDFIRST },
	{ "lede", WORD_STANDFIRST }, { "dek", WORD_STANDFIRST }, { "subtitle", WORD_STANDFIRST }, { "sub-title", WORD_STANDFIRST },
	{ "subheadline", WORD_STANDFIRST }, { "sub-headline", WORD_STANDFIRST }, { "subhead", WORD_STANDFIRST }, { "deck", WORD_STANDFIRST },
	{ "intro", WORD_STANDFIRST }, { "chapo", WORD_STANDFIRST }, { "vorspann", WORD_STANDFIRST }, { "entradilla", WORD_STANDFIRST },
	{ "article-summary", WORD_STANDFIRST }, { "excerpt", WORD_STANDFIRST }, { "tagline", WORD_SLOGAN }, { "slogan", WORD_SLOGAN },
	{ "site-description", WORD_SLOGAN }, { "blog-description", WORD_SLOGAN }, { "claim", WORD_SLOGAN },

	/* what a script opens */
	{ "accordion", WORD_FOLDED }, { "collapse", WORD_FOLDED }, { "collapsible", WORD_FOLDED }, { "tab", WORD_FOLDED }, { "tabpanel", WORD_FOLDED },
	{ "tab-pane", WORD_FOLDED }, { "panel", WORD_FOLDED }, { "faq", WORD_FOLDED }, { "expand", WORD_FOLDED }, { "paywall", WORD_FOLDED },
	{ "premium", WORD_FOLDED }, { "article-hidden", WORD_FOLDED },
};

#define N_PHRASES (sizeof(phrases) / sizeof(phrases[0]))

static uint16_t slots[SLOTS]; /* index in phrases from 1; 0 is free */

static size_t
slot_of(struct str phrase)
{
	size_t at = hash_fast(phrase, 0) & (SLOTS - 1);

	while (slots[at] != 0 && !str_is(phrase, phrases[slots[at] - 1].phrase))
		at = (at + 1) & (SLOTS - 1);
	return at;
}

static void
prepare(void)
{
	static bool is_ready;
	size_t i;

	if (is_ready)
		return;
	is_ready = true;
	for (i = 0; i < N_PHRASES; i++)
		slots[slot_of(str_from(phrases[i].phrase))] = (uint16_t)(i + 1);
}

static uint32_t
lookup(struct str phrase)
{
	uint16_t hit = slots[slot_of(phrase)];

	return hit != 0 ? phrases[hit - 1].bits : 0;
}

/* "with-sidebar", "withSidebar": the look, with its hyphen, is at the start of a name. */
static bool
starts_look(struct str name, struct str look)
{
	size_t n = look.n - 1;

	if (str_starts_nocase(name, look))
		return true;
	return look.p[n] == '-' && name.n > n && name.p[n] >= 'A' && name.p[n] <= 'Z' && str_starts(name, str_head(look, n));
}

/* Names that tell of states and looks, not of what a part is. */
static bool
says_nothing(struct str name, bool is_stateful)
{
	static const char *const looks[] = { "has-", "is-", "js-", "no-", "not-", "with-", "without-", "hide-", "show-", "u-", "overflow-", "elementor-widget" };
	static const char *const states[] = { "category-", "tag-", "format-", "type-", "status-", "postid-", "post-", "single-", "page-template", "author-" };
	size_t i;

	for (i = 0; i < name.n; i++)
		if (strchr(":[]!/@%", name.p[i]) != NULL)
			return true;
	for (i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		if (starts_look(name, str_from(looks[i])))
			return true;
	for (i = 0; is_stateful && i < sizeof(states) / sizeof(states[0]); i++)
		if (str_starts_nocase(name, str_from(states[i])))
			return true;
	return false;
}

/* The parts of one name, in lower case, joined by '-' in buf; at[i] is where part i starts. */
static size_t
split(struct str name, char *text, size_t text_max, uint8_t *at, size_t *n_text)
{
	size_t i, n = 0, parts = 0;
	bool starts = true;
	char c, before = '\0';

	for (i = 0; i < name.n && n + 2 < text_max; i++) {
		c = name.p[i];
		if (!ascii_is_alnum(c)) {
			starts = true;
			before = '\0';
			continue;
		}
		if (c >= 'A' && c <= 'Z' && before >= 'a' && before <= 'z')
			starts = true;
		if (starts) {
			if (parts == PARTS_MAX)
				break;
			if (n > 0)
				text[n++] = '-';
			at[parts++] = (uint8_t)n;
			starts = false;
		}
		text[n++] = ascii_lower(c);
		before = c;
	}
	*n_text = n;
	return parts;
}

static uint32_t
words_of_name(struct str name, size_t parts_max)
{
	char text[200];
	uint8_t at[PARTS_MAX + 1];
	size_t n_text, n, i, k, end;
	uint32_t bits = 0, hit, last = 0;

	n = split(name, text, sizeof(text), at, &n_text);
	if (n > parts_max)
		return 0;
	for (i = 0; i < n; i++) {
		for (k = 1; k <= PHRASE_MAX && i + k <= n; k++) {
			end = i + k < n ? (size_t)at[i + k] - 1 : n_text;
			if (end - at[i] > PHRASE_BYTES)
				break;
			hit = lookup((struct str){ text + at[i], end - at[i] });
			bits |= hit;
			if (i + k == n)
				last |= hit;
		}
	}
	if ((last & (WORD_BAD | WORD_DOUBTFUL)) != 0) /* "article-body__related" */
		bits &= ~(WORD_BODY | WORD_GOOD);
	return bits;
}

static uint32_t
words_of_value(struct str value, size_t parts_max, bool is_stateful)
{
	uint32_t bits = 0;
	size_t i = 0, start;
	struct str name;

	while (i < value.n) {
		for (start = i; i < value.n && !ascii_is_space(value.p[i]); i++)
			;
		name = (struct str){ value.p + start, i - start };
		if (name.n > 1 && !says_nothing(name, is_stateful))
			bits |= words_of_name(name, parts_max);
		i++;
	}
	return bits;
}

uint32_t
class_words(const xmlNode *n)
{
	const xmlAttr *at;
	uint32_t bits = 0;
	struct str value;
	bool is_stateful;

	prepare();
	for (at = n->properties; at != NULL; at = at->next) {
		const char *name = (const char *)at->name;
		bool is_class = strcmp(name, "class") == 0;

		if (at->children == NULL || (!is_class && strcmp(name, "id") != 0 && strcmp(name, "role") != 0 && strcmp(name, "itemprop") != 0 &&
		                                strcmp(name, "data-testid") != 0 && strcmp(name, "data-component") != 0))
			continue;
		value = str_from((const char *)at->children->content);
		is_stateful = is_class && (dom_tag(n) == TAG_article || dom_tag(n) == TAG_body || dom_tag(n) == TAG_main || dom_tag(n) == TAG_html ||
		                              str_find(value, STR("hentry")) != STR_NPOS || str_find(value, STR("type-post")) != STR_NPOS);
		bits |= words_of_value(value, strcmp(name, "id") == 0 ? SLUG_PARTS - 1 : PARTS_MAX, is_stateful);
	}
	return bits;
}
