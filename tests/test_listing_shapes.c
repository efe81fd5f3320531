/* Pages of many builds, and every field of their items. */
#include "config.h"
#include "check.h"

#include "base/clock.h"
#include "extract/items.h"
#include "extract/listing.h"
#include "normalise/normalise.h"

#define PAGE "https://news.example.org/world/"
#define HEAD "<!DOCTYPE html><html lang=en><head><title>Lists</title></head><body>"
#define MENU "<nav><ul><li><a href='/home'>Home</a><li><a href='/politics'>Politics</a><li><a href='/sport'>Sport</a><li><a href='/contact'>Contact us</a></ul></nav>"
#define FOOTER "<footer><a href='/imprint'>Imprint</a> <a href='/privacy'>Privacy policy</a> <a href='/jobs'>Jobs at this paper</a></footer>"
#define PROSE "Told in one or two sentences that are long enough for a teaser."

struct read {
	struct arena a;
	struct document d;
	struct err e;
};

static int
read_page(struct read *r, const char *page)
{
	struct listing_input in = { .bytes = str_from(page), .url = STR(PAGE), .wants_candidates = true };
	int rc;

	*r = (struct read){ .e = { .kind = ERR_NONE } };
	arena_init(&r->a, 64 << 20, NULL);
	rc = extract_listing(&r->a, &in, &r->d, &r->e);
	if (rc == 0)
		normalise_document(&r->a, &r->d);
	return rc;
}

static struct str
below_site(struct str url)
{
	return str_starts(url, STR("https://news.example.org")) ? str_skip(url, strlen("https://news.example.org")) : url;
}

static void
write_date(struct buf *b, struct opt_int date)
{
	char text[TIME_RFC3339_SIZE];

	if (!date.is_set)
		return;
	time_rfc3339(date.v, text);
	buf_printf(b, "|%.*s", date.v % 86400 == 0 ? 10 : 20, text);
}

/* "url|title|date|by author|#topic|img url|teaser", one item a line, what is absent left out. */
static struct str
items_of(struct read *r)
{
	const struct article *v = r->d.articles.v;
	struct buf b;
	struct str out;
	uint32_t i, k;

	buf_init(&b, 1 << 20);
	for (i = 0; i < r->d.articles.n; i++) {
		buf_printf(&b, "%.*s|%.*s", STR_ARG(below_site(v[i].url)), STR_ARG(v[i].title.plain));
		write_date(&b, v[i].published);
		for (k = 0; k < v[i].authors.n; k++)
			buf_printf(&b, "|by %.*s", STR_ARG(((const struct person *)v[i].authors.v)[k].name));
		for (k = 0; k < v[i].categories.n; k++)
			buf_printf(&b, "|#%.*s", STR_ARG(((const struct category *)v[i].categories.v)[k].term));
		if (v[i].image.n > 0)
			buf_printf(&b, "|img %.*s", STR_ARG(below_site(v[i].image)));
		if (v[i].summary.plain.n > 0)
			buf_printf(&b, "|%.*s", STR_ARG(v[i].summary.plain));
		buf_add_char(&b, '\n');
	}
	out = arena_str(&r->a, buf_str(&b));
	buf_release(&b);
	return out;
}

/* ---- rows ---- */

#define NEWS_ROWS(n, title, site) \
	"<tr class=row id='4711" #n "'><td align=right class=title><span class=rank>" #n ".</span></td><td><a id='up_4711" #n "' href='vote?id=4711" #n "'><div class=arrow></div></a></td>" \
	"<td class=title><span class=line><a href='https://" site "/story/" #n "'>" title "</a><span class=bit> (<a href='from?site=" site "'><span>" site "</span></a>)</span></span></td></tr>" \
	"<tr><td colspan=2></td><td class=sub><span class=score>1" #n " points</span> by <a href='user?id=ada" #n "' class=who>ada" #n "</a> " \
	"<span class=age title='2025-03-0" #n "T10:00:00'><a href='item?id=4711" #n "'>3 hours ago</a></span> | <a href='hide?id=4711" #n "'>hide</a> | " \
	"<a href='item?id=4711" #n "'>4" #n "&nbsp;comments</a></td></tr><tr style='height:5px'></tr>"

#define TOPIC(n, title, who) \
	"<tr><td class=icon><img src='/i/hot.gif' width=20 height=20></td><td><a href='/forum/topic/" #n "'>" title "</a><br><small>1 2 3</small></td>" \
	"<td><a href='/members/" who "'>" who "</a></td><td>1" #n "</td><td>98</td><td>2025-03-0" #n " 18:30<br>by <a href='/members/bo'>bo</a></td></tr>"

#define RELEASE_ROW(date, n, title) \
	"<tr><td>" date "</td><td><a href='/press/" #n ".pdf'>" title "</a> (PDF, 120 kB)</td></tr>"

/* ---- lists ---- */

#define LINE(date, slug, title) "<li>" date " &ndash; <a href='/archive/" slug "'>" title "</a></li>"
#define BARE(slug, title) "<li><a href='" slug "'>" title "</a></li>"
#define ENTRY(slug, title, date) "<dt><a href='/notes/" slug "'>" title "</a></dt><dd class=date>" date "</dd><dd>" PROSE "</dd>"

/* ---- cards ---- */

#define WHOLE_CARD(n, title, date, tag) \
	"<a class=tile href='/n/" #n "'><div class=pic style=\"background-image: url('/pics/" #n ".jpg')\"></div><div><span class=kicker>" tag "</span>" \
	"<div class=big>" title "</div><div class=small>" date "</div></div></a>"
#define PICTURE_CARD(n, alt) "<div class=shot><a href='/gallery/" #n "'><img src='/t/" #n ".jpg' width=200 alt='" alt "'></a></div>"
#define POST(n, title, date) \
	"<article class='post'><h2><a href='/p/" #n "-the-long-story'>" title "</a></h2><div class=meta>Posted on <time datetime='" date "'>then</time> by " \
	"<a class=author href='/author/ada'>Ada Poe</a> in <a rel='category tag' href='/category/harbour'>Harbour</a></div><p>" PROSE \
	" <a class=more-link href='/p/" #n "-the-long-story'>Read more &raquo;</a></p></article>"
#define OFFSITE(site, title, via) \
	"<div class=link><h3><a href='https://" site "/x/1'>" title "</a></h3><p>" PROSE "</p><p class=via>via <a href='https://" via "/'>" via "</a></p></div>"

#define OWN_CLASS(name, slug, title) "<article class='" name " entry-box'><h2><a href='/" slug "'>" title "</a></h2><p>" PROSE "</p></article>"
#define PHOTO_POST(n, title) \
	"<div class=box><a class=pic href='/full/" #n ".jpg'><img src='/small/" #n ".jpg' width=400 alt='A picture of it'></a><h4><a href='/shown/" #n "'>" title "</a></h4></div>"
#define BOOKMARK(n, title) \
	"<div><div><a href='https://site" #n ".example/page'>" title "</a></div><div><a href='/tags/water'>water</a> <a href='/tags/wood'>wood</a> <a href='/tags/wind'>wind</a></div></div>"
#define VENUE(n, title, venue) "<p><a href='/event/" title "-" #n "'>" title " in the old town hall, part " #n "</a> at <a href='/venue/" venue "'>" venue "</a></p>"
#define JOB(n, title, town) "<tr><td><a href='/job/" #n "'>" title "</a></td><td>" town "</td><td>Full time</td><td>0" #n "/03/2025</td><td><a href='/job/" #n "'>Apply now</a></td></tr>"
#define TEASER_TOP "<section class=top><div class=big><a href='/s/lead-story-of-the-day'><img src='/pics/lead.jpg'></a><h1><a href='/s/lead-story-of-the-day'>The bridge stays closed</a></h1><p>" PROSE "</p></div></section>"
#define SMALL(slug, title) "<div class=teaser-box><h3><a href='/s/" slug "'>" title "</a></h3><p>" PROSE "</p></div>"
#define BOXED(slug, title) "<p class=bx><a href='/o/" slug "-of-the-town'>" title "</a></p>"
#define UNLINKED(n, title) "<div class=panel><div class=panel-title>" title "</div><div class=panel-date>2025-03-0" #n "</div><p>" PROSE "</p><a href='/u/" #n "'>Read more</a></div>"
#define RIVER(slug, title) "<li class=river-item><h3><a href='/r/" slug "'>" title "</a></h3></li>"
#define SECTION(name, a, b, c) "<section class=block><h2><a href='/" name "/'>" name "</a></h2><ul class=stories>" a b c "</ul></section>"
#define STORY(slug, title) "<li class=story><h3 class=hd><a href='/news/" slug "'>" title "</a></h3></li>"
#define KANJI(n, date, title) "<li><span>" date "</span><a href='/jp/" #n ".html'>" title "</a></li>"
#define RTL(n, date, title) "<div class=khabar><h3><a href='/ar/" #n "'>" title "</a></h3><span class=date>" date "</span></div>"
#define CYRILLIC(n, date, title) "<div class=novost><a href='/ru/" #n "'>" title "</a><span class=when>" date "</span></div>"
#define LAZY(n, title) "<div class=c><a href='/l/" #n "'><picture><source data-srcset='/w/" #n "-400.webp 400w, /w/" #n "-800.webp 800w'><img src='/blank.gif' data-src='/w/" #n ".jpg'></picture><h3>" title "</h3></a></div>"
#define SHARED(n, title) "<tr class='entry sub'><td class=title>" #n ".</td><td class=title><span class=titleline><a href='https://s" #n ".example/p/" #n "'>" title "</a>" \
	"<span class='origin head'> (<a href='from?at=s" #n ".example'>s" #n ".example</a>)</span></span></td></tr><tr><td colspan=2></td><td class=below><span class=line>by <a href='user?id=cy" #n "'>cy" #n "</a> " \
	"<span class=age title='2025-03-0" #n "T10:00:00'><a href='item?id=70" #n "'>" #n " hours ago</a></span> | <a href='item?id=70" #n "'>4" #n " comments</a></span></td></tr>"
#define VOTED(n, title) "<div class=thing><a class=thumb href='/c/x" #n "/'><img src='/t/" #n ".jpg' width=70 height=70></a><p class=title><a class='title big' href='/c/x" #n "/'>" title "</a> " \
	"<span>(<a href='/r/nets/'>self.nets</a>)</span></p><div class=byline><a href='/~cy" #n "'><img class=avatar src='/av/" #n ".png' width=16></a> via <a class=u-author href='/~cy" #n "'>cy" #n "</a> " \
	"<div style='display: none'>last reply <time datetime='2025-04-01T08:00:00Z'>1 April</time></div><time datetime='2025-03-0" #n "T10:00:00Z'>then</time></div></div>"
#define MAIL(n, title, who) "<LI><A HREF='000" #n "4.html'>[nets] " title "\n</A><A NAME='" #n "4'>&nbsp;</A>\n<I>" who "\n</I>\n"
#define SHIPPED(n) "<section><h2 class=sr-only id='s" #n "'>v2." #n "</h2><div><time datetime='2025-03-0" #n "'>then</time> <a href='/tree/v2." #n "'>v2." #n "</a> <a href='/commit/abcdef" #n "'>abcdef" #n "</a></div>" \
	"<div><span><a class=big href='/releases/tag/v2." #n "'>Release v2." #n "</a></span><ul><li>Nets are mended in the order of <a href='/pull/3" #n "'>#3" #n "</a></li></ul></div></section>"
#define SIDE "<div class=sidebar><h3>Recent posts</h3><ul>" BARE("/p/9-the-long-story", "Nine ropes and a knot") BARE("/p/8-the-long-story", "Eight days in the fog") BARE("/p/7-the-long-story", "Seven candles and a lamp") \
	BARE("/p/6-the-long-story", "Six owls in one night") BARE("/p/5-the-long-story", "Five boats on the sand") "</ul></div>"

static const struct {
	const char *claim, *page, *want;
} cases[] = {
	{ "rows in pairs: the second has the date, and people, sites and comments are no items",
		HEAD "<center><table><tr><td><table><tr><td><b><a href='news'>Reader</a></b> <a href='newest'>new</a> | <a href='ask'>ask</a> | <a href='show'>show</a></td></tr></table></td></tr><tr><td><table>"
		NEWS_ROWS(1, "A compiler in ninety lines", "one.example") NEWS_ROWS(2, "Why bridges sing in the wind", "two.example")
		NEWS_ROWS(3, "Counting owls with microphones", "three.example") NEWS_ROWS(4, "The last paper map of the valley", "four.example")
		"</table></td></tr></table></center>",
		"https://one.example/story/1|A compiler in ninety lines|2025-03-01T10:00:00Z|by ada1\n"
		"https://two.example/story/2|Why bridges sing in the wind|2025-03-02T10:00:00Z|by ada2\n"
		"https://three.example/story/3|Counting owls with microphones|2025-03-03T10:00:00Z|by ada3\n"
		"https://four.example/story/4|The last paper map of the valley|2025-03-04T10:00:00Z|by ada4\n" },
	{ "of sites, ages and titles in the same rows the titles are the items, however short",
		HEAD "<table>" SHARED(1, "Counting owls") SHARED(2, "Why bridges sing") SHARED(3, "The last paper map") SHARED(4, "Lamp oil, a history") "</table>",
		"https://s1.example/p/1|Counting owls|2025-03-01T10:00:00Z|by cy1\nhttps://s2.example/p/2|Why bridges sing|2025-03-02T10:00:00Z|by cy2\n"
		"https://s3.example/p/3|The last paper map|2025-03-03T10:00:00Z|by cy3\nhttps://s4.example/p/4|Lamp oil, a history|2025-03-04T10:00:00Z|by cy4\n" },
	{ "the box of a title holds more than the title, a byline more than the name, and what is hidden is not the date",
		HEAD VOTED(1, "Which rope for a small boat?") VOTED(2, "Leaking again, and again") VOTED(3, "Photos of your workbench"),
		"/c/x1/|Which rope for a small boat?|2025-03-01T10:00:00Z|by cy1|img /t/1.jpg\n/c/x2/|Leaking again, and again|2025-03-02T10:00:00Z|by cy2|img /t/2.jpg\n"
		"/c/x3/|Photos of your workbench|2025-03-03T10:00:00Z|by cy3|img /t/3.jpg\n" },
	{ "an archive of mails, and words in brackets that sort it",
		HEAD "<p><b>Messages sorted by:</b> <a href='thread.html#start'>[ thread ]</a> <a href='author.html#start'>[ author ]</a></p><ul>"
		MAIL(1, "Which rope for a small boat?", "Ada Poe") MAIL(2, "Leaking again, and again", "Bo Lind") MAIL(3, "Photos of your workbench", "Cy Roe") "</ul>",
		"/world/00014.html|[nets] Which rope for a small boat?\n/world/00024.html|[nets] Leaking again, and again\n/world/00034.html|[nets] Photos of your workbench\n" },
	{ "releases: a heading for screen readers is no entry, a number behind # no title",
		HEAD MENU SHIPPED(4) SHIPPED(3) SHIPPED(2) SHIPPED(1),
		"/releases/tag/v2.4|Release v2.4|2025-03-04\n/releases/tag/v2.3|Release v2.3|2025-03-03\n/releases/tag/v2.2|Release v2.2|2025-03-02\n/releases/tag/v2.1|Release v2.1|2025-03-01\n" },
	{ "a forum's table: topics are items, members are not",
		HEAD MENU "<table class=topics><tr><th></th><th>Topic</th><th>Started by</th><th>Replies</th><th>Views</th><th>Last post</th></tr>"
		TOPIC(1, "Which rope for a small boat?", "ada") TOPIC(2, "Leaking again", "cy") TOPIC(3, "Photos of your workbench", "eva") TOPIC(4, "Rules of this forum", "bo")
		"</table>" FOOTER,
		"/forum/topic/1|Which rope for a small boat?|2025-03-01T18:30:00Z|by ada\n/forum/topic/2|Leaking again|2025-03-02T18:30:00Z|by cy\n"
		"/forum/topic/3|Photos of your workbench|2025-03-03T18:30:00Z|by eva\n/forum/topic/4|Rules of this forum|2025-03-04T18:30:00Z|by bo\n" },
	{ "a table of press releases that are files",
		HEAD MENU "<h1>Press</h1><table><tr><th>Date<th>Release</tr>" RELEASE_ROW("12.03.2025", 31, "Harbour office opens a second pier")
		RELEASE_ROW("28.02.2025", 30, "Results of the year 2024") RELEASE_ROW("03.02.2025", 29, "New captain for the ferry") "</table>" FOOTER,
		"/press/31.pdf|Harbour office opens a second pier|2025-03-12\n/press/30.pdf|Results of the year 2024|2025-02-28\n"
		"/press/29.pdf|New captain for the ferry|2025-02-03\n" },
	{ "a plain archive: the day stands before the link",
		HEAD MENU "<h1>Archive</h1><ul>" LINE("2025-03-01", "rope", "Rope and string") LINE("2025-02-11", "tide", "What the tide leaves")
		LINE("2024-12-24", "lamp", "Lamp oil") LINE("2024-11-02", "fog", "Fog") "</ul>" FOOTER,
		"/archive/rope|Rope and string|2025-03-01\n/archive/tide|What the tide leaves|2025-02-11\n/archive/lamp|Lamp oil|2024-12-24\n/archive/fog|Fog|2024-11-02\n" },
	{ "a list of links and nothing else",
		HEAD "<h1>Ada Poe</h1><p><a href='/about'>About</a> <a href='/rss'>Feed</a></p><ul>" BARE("/rope-and-string", "Rope and string, compared") BARE("/what-the-tide-leaves", "What the tide leaves behind")
		BARE("/lamp-oil", "Lamp oil: a short history") "</ul>",
		"/rope-and-string|Rope and string, compared\n/what-the-tide-leaves|What the tide leaves behind\n/lamp-oil|Lamp oil: a short history\n" },
	{ "a definition list",
		HEAD MENU "<dl>" ENTRY("oil", "Lamp oil", "3 March 2025") ENTRY("wick", "Trimming a wick", "1 March 2025") ENTRY("glass", "Glass from the island", "27 February 2025") "</dl>" FOOTER,
		"/notes/oil|Lamp oil|2025-03-03|" PROSE "\n/notes/wick|Trimming a wick|2025-03-01|" PROSE "\n/notes/glass|Glass from the island|2025-02-27|" PROSE "\n" },
	{ "items below headings with their day",
		HEAD MENU "<main><h2>12 March 2025</h2><ul>" BARE("/a/pier-opens", "The pier opens") BARE("/a/dues-rise", "Harbour dues rise again") "</ul><h2>11 March 2025</h2><ul>"
		BARE("/a/owl-seen", "Owl seen in the tower") "</ul><h2>9 March 2025</h2><ul>" BARE("/a/mill-stops", "The mill stops for a week") BARE("/a/ferry-late", "Ferry late on three days")
		BARE("/a/choir-sings", "Choir sings on the market") "</ul></main>" FOOTER,
		"/a/pier-opens|The pier opens|2025-03-12\n/a/dues-rise|Harbour dues rise again|2025-03-12\n/a/owl-seen|Owl seen in the tower|2025-03-11\n"
		"/a/mill-stops|The mill stops for a week|2025-03-09\n/a/ferry-late|Ferry late on three days|2025-03-09\n/a/choir-sings|Choir sings on the market|2025-03-09\n" },
	{ "days below headings with their year",
		HEAD MENU "<main><h2>2025</h2><ul><li><span>12 Mar</span> <a href='/y/pier'>The pier opens</a><li><span>2 Feb</span> <a href='/y/dues'>Harbour dues rise again</a></ul>"
		"<h2>2024</h2><ul><li><span>24 Dec</span> <a href='/y/choir'>Choir sings on the market</a><li><span>1 Nov</span> <a href='/y/fog'>Fog in the valley</a></ul></main>" FOOTER,
		"/y/pier|The pier opens|2025-03-12\n/y/dues|Harbour dues rise again|2025-02-02\n/y/choir|Choir sings on the market|2024-12-24\n/y/fog|Fog in the valley|2024-11-01\n" },
	{ "cards that are one link: the title is the one line of several that is no day and no label",
		HEAD MENU "<div class=grid>" WHOLE_CARD(1, "Harbour is dredged again", "12 March 2025", "Harbour") WHOLE_CARD(2, "School choir tours abroad", "11 March 2025", "Music")
		WHOLE_CARD(3, "Library opens on Sundays", "9 March 2025", "Town") "</div>" FOOTER,
		"/n/1|Harbour is dredged again|2025-03-12|#Harbour|img /pics/1.jpg\n/n/2|School choir tours abroad|2025-03-11|#Music|img /pics/2.jpg\n"
		"/n/3|Library opens on Sundays|2025-03-09|#Town|img /pics/3.jpg\n" },
	{ "pictures are called by their alternative texts",
		HEAD MENU "<div class=wall>" PICTURE_CARD(1, "Boats at the north pier") PICTURE_CARD(2, "The tower by night") PICTURE_CARD(3, "Snow on the roofs") PICTURE_CARD(4, "Market day")
		"</div>" FOOTER,
		"/gallery/1|Boats at the north pier|img /t/1.jpg\n/gallery/2|The tower by night|img /t/2.jpg\n/gallery/3|Snow on the roofs|img /t/3.jpg\n/gallery/4|Market day|img /t/4.jpg\n" },
	{ "a blog: every field, and no \"read more\" in a teaser",
		HEAD MENU "<main>" POST(1, "Rope and string", "2025-03-01T08:00:00+01:00") POST(2, "What the tide leaves", "2025-02-11") POST(3, "Lamp oil", "2025-01-05") "</main>" FOOTER,
		"/p/1-the-long-story|Rope and string|2025-03-01T07:00:00Z|by Ada Poe|#Harbour|" PROSE "\n/p/2-the-long-story|What the tide leaves|2025-02-11|by Ada Poe|#Harbour|" PROSE "\n"
		"/p/3-the-long-story|Lamp oil|2025-01-05|by Ada Poe|#Harbour|" PROSE "\n" },
	{ "a link blog: all titles lead elsewhere",
		HEAD "<header><a href='/'>Found things</a></header>" OFFSITE("one.example", "A compiler in ninety lines", "far.example") OFFSITE("two.example", "Why bridges sing", "near.example")
		OFFSITE("three.example", "Counting owls", "far.example") FOOTER,
		"https://one.example/x/1|A compiler in ninety lines|" PROSE "\nhttps://two.example/x/1|Why bridges sing|" PROSE "\nhttps://three.example/x/1|Counting owls|" PROSE "\n" },
	{ "a class name that each item has for itself parts no list",
		HEAD MENU OWN_CLASS("rope-and-string", "rope", "Rope and string") OWN_CLASS("what-tide-leaves", "tide", "What the tide leaves") OWN_CLASS("lamp-oil", "lamp", "Lamp oil")
		OWN_CLASS("fog-again", "fog", "Fog, again") FOOTER,
		"/rope|Rope and string|" PROSE "\n/tide|What the tide leaves|" PROSE "\n/lamp|Lamp oil|" PROSE "\n/fog|Fog, again|" PROSE "\n" },
	{ "pictures in full size are no items",
		HEAD MENU PHOTO_POST(1, "Boats") PHOTO_POST(2, "The tower") PHOTO_POST(3, "Roofs in the snow") FOOTER,
		"/shown/1|Boats|img /small/1.jpg\n/shown/2|The tower|img /small/2.jpg\n/shown/3|Roofs in the snow|img /small/3.jpg\n" },
	{ "of links that stand alike, those to tags are no items",
		HEAD MENU "<main>" BOOKMARK(1, "A compiler in ninety lines") BOOKMARK(2, "Why bridges sing in the wind") BOOKMARK(3, "Counting owls with microphones") "</main>" FOOTER,
		"https://site1.example/page|A compiler in ninety lines\nhttps://site2.example/page|Why bridges sing in the wind\nhttps://site3.example/page|Counting owls with microphones\n" },
	{ "nor are the second links of each row",
		HEAD MENU "<main>" VENUE(1, "dance", "tavern") VENUE(2, "choir", "church") VENUE(3, "chess", "library") VENUE(4, "debate", "school") "</main>" FOOTER,
		"/event/dance-1|dance in the old town hall, part 1\n/event/choir-2|choir in the old town hall, part 2\n/event/chess-3|chess in the old town hall, part 3\n"
		"/event/debate-4|debate in the old town hall, part 4\n" },
	{ "a table of jobs: \"apply now\" is none",
		HEAD MENU "<table>" JOB(1, "Lighthouse keeper", "North pier") JOB(2, "Cook on a ferry", "Harbour") JOB(3, "Teacher of music", "Old town") "</table>" FOOTER,
		"/job/1|Lighthouse keeper|2025-03-01\n/job/2|Cook on a ferry|2025-03-02\n/job/3|Teacher of music|2025-03-03\n" },
	{ "one story above the others is of the list",
		HEAD MENU "<main>" TEASER_TOP "<div class=more-news>" SMALL("mill-stands-still", "The mill stands still") SMALL("owls-counted-again", "Owls counted again") SMALL("ferry-gets-a-captain", "Ferry gets a captain")
		"</div></main>" FOOTER,
		"/s/lead-story-of-the-day|The bridge stays closed|img /pics/lead.jpg|" PROSE "\n/s/mill-stands-still|The mill stands still|" PROSE "\n/s/owls-counted-again|Owls counted again|" PROSE "\n"
		"/s/ferry-gets-a-captain|Ferry gets a captain|" PROSE "\n" },
	{ "a front page with sections: their names are no items",
		HEAD MENU SECTION("Town", STORY("a-new-pier-for-all", "A new pier for all"), STORY("no-bread-on-monday", "No bread on Monday"), STORY("the-choir-is-back", "The choir is back"))
		SECTION("Sport", STORY("rowers-win-by-a-yard", "Rowers win by a yard"), STORY("chess-under-the-trees", "Chess under the trees"), STORY("long-walk-to-the-lamp", "Long walk to the lamp"))
		SECTION("World", STORY("storm-on-the-island", "Storm on the island"), STORY("train-to-the-south", "Train to the south"), STORY("the-last-paper-map", "The last paper map")) FOOTER,
		"/news/a-new-pier-for-all|A new pier for all\n/news/no-bread-on-monday|No bread on Monday\n/news/the-choir-is-back|The choir is back\n/news/rowers-win-by-a-yard|Rowers win by a yard\n"
		"/news/chess-under-the-trees|Chess under the trees\n/news/long-walk-to-the-lamp|Long walk to the lamp\n/news/storm-on-the-island|Storm on the island\n/news/train-to-the-south|Train to the south\n"
		"/news/the-last-paper-map|The last paper map\n" },
	{ "East Asian titles are short, and dates have their own signs",
		HEAD "<ul class=news>" KANJI(1, "2025年3月12日", "港に新しい桟橋が開通") KANJI(2, "2025年3月11日", "合唱団が市場で歌う") KANJI(3, "2025年3月9日", "図書館が日曜日も開館") "</ul>",
		"/jp/1.html|港に新しい桟橋が開通|2025-03-12\n/jp/2.html|合唱団が市場で歌う|2025-03-11\n/jp/3.html|図書館が日曜日も開館|2025-03-09\n" },
	{ "right to left",
		HEAD "<div dir=rtl>" RTL(1, "12 مارس 2025", "افتتاح رصيف جديد في الميناء") RTL(2, "11 مارس 2025", "المكتبة تفتح أبوابها يوم الأحد") RTL(3, "9 مارس 2025", "جسر النهر يعود للعمل") "</div>",
		"/ar/1|افتتاح رصيف جديد في الميناء|2025-03-12\n/ar/2|المكتبة تفتح أبوابها يوم الأحد|2025-03-11\n/ar/3|جسر النهر يعود للعمل|2025-03-09\n" },
	{ "Cyrillic",
		HEAD CYRILLIC(1, "12 марта 2025, 18:30", "В порту открыли новый причал") CYRILLIC(2, "11 марта 2025", "Хор поёт на рынке") CYRILLIC(3, "9 марта 2025", "Мост снова открыт"),
		"/ru/1|В порту открыли новый причал|2025-03-12T18:30:00Z\n/ru/2|Хор поёт на рынке|2025-03-11\n/ru/3|Мост снова открыт|2025-03-09\n" },
	{ "pictures that scripts load",
		HEAD MENU "<main>" LAZY(1, "The tower by night") LAZY(2, "Snow on all roofs") LAZY(3, "Boats at the pier") "</main>",
		"/l/1|The tower by night|img /w/1-800.webp\n/l/2|Snow on all roofs|img /w/2-800.webp\n/l/3|Boats at the pier|img /w/3-800.webp\n" },
	{ "a list with headings and teasers is the main one, even where its element is called a sidebar",
		HEAD MENU "<div class=top>" BOXED("old-a", "What happened a week ago") BOXED("old-b", "What happened a month ago") BOXED("old-c", "What happened a year ago") "</div><div class=sidebar>"
		SMALL("mill-stands-still", "The mill stands still") SMALL("owls-counted-again", "Owls counted again") SMALL("ferry-gets-a-captain", "Ferry gets a captain")
		SMALL("choir-sings-abroad", "The choir sings abroad") SMALL("library-on-sundays", "Library opens on Sundays") "</div>" FOOTER,
		"/s/mill-stands-still|The mill stands still|" PROSE "\n/s/owls-counted-again|Owls counted again|" PROSE "\n/s/ferry-gets-a-captain|Ferry gets a captain|" PROSE "\n"
		"/s/choir-sings-abroad|The choir sings abroad|" PROSE "\n/s/library-on-sundays|Library opens on Sundays|" PROSE "\n" },
	{ "\"read more\" below what is called a title, but is no heading, leads to that",
		HEAD MENU UNLINKED(1, "Rope and string, compared") UNLINKED(2, "What the tide leaves behind") UNLINKED(3, "Lamp oil: a short history") FOOTER,
		"/u/1|Rope and string, compared|2025-03-01|" PROSE "\n/u/2|What the tide leaves behind|2025-03-02|" PROSE "\n/u/3|Lamp oil: a short history|2025-03-03|" PROSE "\n" },
	{ "items of another build among the others",
		HEAD MENU "<ul class=river>" RIVER("rope-and-string", "Rope and string, compared") RIVER("what-the-tide-leaves", "What the tide leaves behind")
		"<li class='river-item film'><div class=frame><h3><a href='/film/lamp-oil-in-moving-pictures'>Lamp oil in moving pictures</a></h3></div></li>" RIVER("fog-in-the-valley", "Fog in the valley again") "</ul>" FOOTER,
		"/r/rope-and-string|Rope and string, compared\n/r/what-the-tide-leaves|What the tide leaves behind\n/film/lamp-oil-in-moving-pictures|Lamp oil in moving pictures\n"
		"/r/fog-in-the-valley|Fog in the valley again\n" },
	{ "three posts beside a longer box of recent ones",
		HEAD MENU "<main>" POST(3, "Rope and string", "2025-03-01") POST(2, "What the tide leaves", "2025-02-11") "</main>" SIDE FOOTER,
		"/p/3-the-long-story|Rope and string|2025-03-01|by Ada Poe|#Harbour|" PROSE "\n/p/2-the-long-story|What the tide leaves|2025-02-11|by Ada Poe|#Harbour|" PROSE "\n" },
};

static void
test_shapes(void **state)
{
	struct read r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (read_page(&r, cases[i].page) != 0)
			fail_msg("%s: %s", cases[i].claim, r.e.text);

		expect_text(cases[i].claim, items_of(&r), cases[i].want);
		arena_release(&r.a);
	}
}

static void
on_mistake(const struct rule *r, size_t offset, const char *what, void *arg)
{
	(void)arg;
	fail_msg("%s = \"%s\" at %zu: %s", r->key, r->text, offset, what);
}

/* The addresses that the page gives by these rules, each once, in order. */
static struct str
addresses_by_rules(struct arena *a, const char *page, const struct list_candidate *c)
{
	struct rule item = { .key = "item", .text = c->item.p }, title = { .key = "item.title", .text = c->item_title.p },
		    link = { .key = "item.link", .text = c->item_link.p }, date = { .key = "item.date", .text = c->item_date.p };
	struct rules rules[RULE_COUNT] = { [RULE_ITEM] = { &item, 1 }, [RULE_FIELD(ITEM_title, STEP_SELECT)] = { &title, c->item_title.n > 0 },
		[RULE_FIELD(ITEM_link, STEP_SELECT)] = { &link, c->item_link.n > 0 }, [RULE_FIELD(ITEM_date, STEP_SELECT)] = { &date, c->item_date.n > 0 } };
	struct item_rules *compiled = item_rules_new(rules, false, on_mistake, NULL);
	struct items_input in = { .bytes = str_from(page), .url = STR(PAGE) };
	struct document d = { .format = STR_NONE };
	const struct article *v;
	struct str out = STR(""), line;
	struct err e = { .kind = ERR_NONE };
	uint32_t i;

	if (extract_items_page(a, &in, compiled, &d, &e) != 0)
		fail_msg("\"%s\": %s", c->item.p, e.text);
	normalise_document(a, &d);
	v = d.articles.v;
	for (i = 0; i < d.articles.n; i++) {
		line = arena_printf(a, "%.*s|%.*s\n", STR_ARG(v[i].url), STR_ARG(v[i].title.plain));
		if (str_find(out, line) == STR_NPOS)
			out = arena_printf(a, "%.*s%.*s", STR_ARG(out), STR_ARG(line));
	}
	item_rules_free(compiled);
	return out;
}

static void
test_proposed_selectors(void **state)
{
	struct read r;
	size_t i, k;
	uint32_t n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct article *v;
		struct str want = STR("");
		struct list_candidate only = { .method = STR_NONE };

		if (read_page(&r, cases[i].page) != 0)
			fail_msg("%s: %s", cases[i].claim, r.e.text);
		v = r.d.articles.v;
		for (n = 0; n < r.d.articles.n; n++)
			want = arena_printf(&r.a, "%.*s%.*s|%.*s\n", STR_ARG(want), STR_ARG(v[n].url), STR_ARG(v[n].title.plain));
		only.item = arena_str(&r.a, r.d.listing->container);
		if (only.item.n == 0)
			fail_msg("%s: no selector", cases[i].claim);
		for (k = 0; k < 2; k++) { /* only the items, and what is proposed for their parts, too */
			struct str got = addresses_by_rules(&r.a, cases[i].page, k == 0 ? &only : r.d.listing->selectors);

			if (!str_eq(got, want))
				fail_msg("%s: item = \"%.*s\" gives \"%.*s\"", cases[i].claim, STR_ARG(only.item), STR_ARG(got));
		}
		arena_release(&r.a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_proposed_selectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
