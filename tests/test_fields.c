/* Each element of each vocabulary, and the member that it fills. */
#include "config.h"
#include "check.h"

#include "normalise/normalise.h"
#include "parse/parse.h"

#define NAMESPACES                                                                                                              \
	" xmlns:a='http://www.w3.org/2005/Atom' xmlns:content='http://purl.org/rss/1.0/modules/content/'"                       \
	" xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' "                               \
	"xmlns:media='http://search.yahoo.com/mrss/'"                                                                           \
	" xmlns:itunes='http://www.itunes.com/DTDs/Podcast-1.0.dtd' xmlns:gp='http://www.google.com/schemas/play-podcasts/1.0'" \
	" xmlns:podcast='https://podcastindex.org/namespace/1.0' xmlns:psc='http://podlove.org/simple-chapters'"                \
	" xmlns:georss='http://www.georss.org/georss' xmlns:gml='http://www.opengis.net/gml' "                                  \
	"xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#'"                                                                  \
	" xmlns:slash='http://purl.org/rss/1.0/modules/slash/' xmlns:wfw='http://wellformedweb.org/CommentAPI/'"                \
	" xmlns:thr='http://purl.org/syndication/thread/1.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"           \
	" xmlns:cc='http://web.resource.org/cc/' xmlns:old='http://backend.userland.com/creativeCommonsRssModule'"              \
	" xmlns:admin='http://webns.net/mvcb/' xmlns:fb='http://rssnamespace.org/feedburner/ext/1.0'"                           \
	" xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:h='http://www.w3.org/1999/xhtml'"
#define BASE "http://example.org/dir/feed"

struct claim {
	const char *xml, *want; /* want: a part of the JSON; with '!' before it, no part of it */
};

static void
check(const struct claim *c, const char *before, const char *after, bool of_item)
{
	struct parse_input in = { .base_url = STR(BASE) };
	struct document d = { .format = STR_NONE };
	struct buf xml, json;
	struct arena a;
	struct err e;
	bool is_there, is_wanted = c->want[0] != '!';

	arena_init(&a, 16 << 20, NULL);
	buf_init(&xml, 1 << 16);
	buf_init(&json, 1 << 20);
	buf_printf(&xml, "%s%s%s", before, c->xml, after);
	in.bytes = buf_str(&xml);
	if (parse_document(&a, &in, &d, &e) != 0)
		fail_msg("%s: %s", c->xml, e.text);
	if (d.wellformed != TRI_TRUE)
		fail_msg("%s: not well-formed", c->xml);
	normalise_document(&a, &d);
	if (of_item && d.articles.n == 0)
		fail_msg("%s: no item", c->xml);
	if (of_item)
		model_to_json(&json, d.articles.v, &shape_article, false);
	else
		model_to_json(&json, &d, &shape_document, false);
	is_there = str_find(buf_str(&json), str_from(c->want + !is_wanted)) != STR_NPOS;
	if (is_there != is_wanted)
		fail_msg("%s\n   %s\n   %.*s", c->xml, c->want, STR_ARG(buf_str(&json)));
	buf_release(&xml);
	buf_release(&json);
	arena_release(&a);
}

static void
test_rss_items(void **state)
{
	static const struct claim cases[] = {
		{ "<guid>http://e.org/1</guid>", "\"id\":\"http://e.org/1\",\"id_is_permalink\":true,\"url\":\"http://e.org/1\"" },
		{ "<guid isPermaLink='false'>http://e.org/1</guid>", "\"id_is_permalink\":false}" },
		{ "<guid isPermaLink='TRUE'>/1</guid>", "\"id\":\"http://example.org/1\"" },
		{ "<guid>tag:e.org,2024:1</guid>", "!\"url\"" },
		{ "<guid></guid>", "!id_is_permalink" },
		{ "<link>/1</link><guid>http://e.org/2</guid>", "\"url\":\"http://example.org/1\"" },
		{ "<link>a b</link>", "\"url\":\"http://example.org/dir/a%20b\"" },
		{ "<link>/1</link><fb:origLink>http://e.org/o</fb:origLink>", "\"url\":\"http://e.org/o\"" },
		{ "<link href='/1' rel='alternate'/>", "\"url\":\"http://example.org/1\"" },
		{ "<a:link rel='alternate' type='application/pdf' href='/p'/><guid>http://e.org/g</guid>",
		    "\"url\":\"http://example.org/p\"" },
		{ "<a:link rel='alternate' type='application/pdf' href='/p'/><a:link href='/h'/>",
		    "\"url\":\"http://example.org/h\"" },
		{ "<title>A &amp; B</title>", "\"title\":\"A & B\"}" },
		{ "<title>&lt;b&gt;A&lt;/b&gt;</title>", "\"title\":\"A\",\"title_html\":\"<b>A</b>\"" },
		{ "<title>2 &lt; 3</title>", "\"title\":\"2 < 3\"}" },
		{ "<title>x<h:em>y</h:em></title>", "\"title\":\"xy\",\"title_html\":\"x<em>y</em>\"" },
		{ "<dc:title>D</dc:title><itunes:title>I</itunes:title>", "\"title\":\"D\"" },
		{ "<itunes:title>I</itunes:title>", "\"title\":\"I\"" },
		{ "<media:title>M</media:title>", "\"title\":\"M\"" },
		{ "<media:group><media:title>M</media:title></media:group><title>T</title>", "\"title\":\"T\"" },
		{ "<image><title>no</title><url>/i.png</url></image>", "\"image\":\"http://example.org/i.png\"" },
		{ "<image><title>no</title></image>", "!\"title\"" },
		{ "<description>S</description>", "\"summary\":\"S\"" },
		{ "<description>S</description><content:encoded>C</content:encoded>", "\"summary\":\"S\",\"content_html\":\"C\"" },
		{ "<summary>S</summary><description>C</description>", "\"summary\":\"S\",\"content_text\":\"C\"" },
		{ "<h:body><h:p>x</h:p></h:body>", "\"content_html\":\"<p>x</p>\"" },
		{ "<fullitem>&lt;p>x&lt;/p></fullitem>", "\"content_html\":\"<p>x</p>\"" },
		{ "<dcterms:abstract>S</dcterms:abstract><itunes:summary>no</itunes:summary>", "\"summary\":\"S\"" },
		{ "<itunes:subtitle>S</itunes:subtitle>", "\"subtitle\":\"S\"" },
		{ "<author>j@e.org (J)</author>", "\"authors\":[{\"name\":\"J\",\"email\":\"j@e.org\"}]" },
		{ "<author>J &lt;mailto:j@e.org></author>", "\"authors\":[{\"name\":\"J\",\"email\":\"j@e.org\"}]" },
		{ "<author><name>J</name><email>j@e.org</email></author>", "\"authors\":[{\"name\":\"J\",\"email\":\"j@e.org\"}]" },
		{ "<dc:creator>J</dc:creator><itunes:author>J</itunes:author><a:author><a:name>K</a:name></a:author>",
		    "\"authors\":[{\"name\":\"J\"},{\"name\":\"K\"}]" },
		{ "<dc:creator>&lt;b&gt;J&lt;/b&gt;</dc:creator>", "\"authors\":[{\"name\":\"J\"}]" },
		{ "<dc:contributor>C</dc:contributor><dc:publisher>P</dc:publisher>",
		    "\"contributors\":[{\"name\":\"C\"}],\"publisher\":{\"name\":\"P\"}" },
		{ "<pubDate>Sat, 07 Sep 2002 00:00:01 GMT</pubDate><dc:date>2003-01-01</dc:date>",
		    "\"published\":\"2002-09-07T00:00:01Z\",\"updated\":\"2003-01-01T00:00:00Z\"" },
		{ "<dc:date>2003-01-01</dc:date><dcterms:modified>2004-01-01</dcterms:modified>",
		    "\"updated\":\"2004-01-01T00:00:00Z\"" },
		{ "<pubDate>never</pubDate>", "!published" },
		{ "<expirationDate>2004-01-01</expirationDate>", "\"expires\":\"2004-01-01T00:00:00Z\"" },
		{ "<dcterms:valid>start=2003-01-01; end=2004-01-01</dcterms:valid>", "\"expires\":\"2004-01-01T00:00:00Z\"" },
		{ "<category domain='d'>c</category><category domain='d'>c</category>",
		    "\"categories\":[{\"term\":\"c\",\"scheme\":\"d\"}]" },
		{ "<dc:subject>s</dc:subject><tags>x, y</tags>",
		    "\"categories\":[{\"term\":\"s\"},{\"term\":\"x\"},{\"term\":\"y\"}]" },
		{ "<itunes:category text='A'><itunes:category text='B'/></itunes:category>",
		    "{\"term\":\"B\",\"scheme\":\"http://www.itunes.com/\"}" },
		{ "<gp:category text='G'/>", "\"categories\":[{\"term\":\"G\"}]" },
		{ "<media:category label='L'>M</media:category>",
		    "{\"term\":\"M\",\"scheme\":\"http://search.yahoo.com/mrss/category_schema\",\"label\":\"L\"}" },
		{ "<media:keywords>k, l</media:keywords>", "\"keywords\":[\"k\",\"l\"]" },
		{ "<a:category label='L'/>", "\"categories\":[{\"label\":\"L\"}]" },
		{ "<enclosure url='x.mp3' length='12' type='audio/mpeg'/><enclosure url='x.mp3'/>",
		    "\"enclosures\":[{\"url\":\"http://example.org/dir/x.mp3\",\"type\":\"audio/mpeg\",\"length\":12}]" },
		{ "<enclosure length='12'/>", "!enclosures" },
		{ "<enclosure url='x.mp3' length='big'/>", "!length" },
		{ "<enclosure url='i.png' type='image/png'/>", "\"image\":\"http://example.org/dir/i.png\"" },
		{ "<enclosure url='http://f.e/1'/><fb:origEnclosureLink>http://e.org/1</fb:origEnclosureLink>",
		    "\"enclosures\":[{\"url\":\"http://e.org/1\"}]" },
		{ "<source url='/o'>Other</source>", "\"source\":{\"title\":\"Other\",\"feed_url\":\"http://example.org/o\"}" },
		{ "<a:source><a:title>O</a:title><a:id>i</a:id><a:link href='/o'/></a:source>",
		    "\"source\":{\"title\":\"O\",\"id\":\"http://example.org/dir/i\"" },
		{ "<comments>/c</comments><slash:comments>3</slash:comments><wfw:comment>/p</wfw:comment><wfw:commentRss>/r</"
		  "wfw:commentRss>",
		    "\"comments\":{\"url\":\"http://example.org/c\",\"post_url\":\"http://example.org/p\",\"feed_url\":\"http://"
		    "example.org/r\",\"count\":3}" },
		{ "<a:link rel='replies' type='text/html' href='/c' thr:count='7'/>",
		    "\"comments\":{\"url\":\"http://example.org/c\",\"count\":7}" },
		{ "<thr:total>5</thr:total><a:link rel='replies' type='application/atom+xml' href='/c' thr:count='7'/>",
		    "\"comments\":{\"feed_url\":\"http://example.org/c\",\"count\":5}" },
		{ "<thr:in-reply-to ref='tag:x' href='/t' type='text/html' source='/s'/>",
		    "\"in_reply_to\":[{\"ref\":\"tag:x\",\"url\":\"http://example.org/t\",\"type\":\"text/"
		    "html\",\"source\":\"http://example.org/s\"}]" },
		{ "<cc:license rdf:resource='http://l.org/1'/><old:license>http://l.org/2</old:license>",
		    "\"license\":\"http://l.org/1\"" },
		{ "<dc:rights>R</dc:rights><media:copyright>M</media:copyright>", "\"rights\":\"R\"" },
		{ "<dc:language>de_AT</dc:language>", "\"language\":\"de-AT\"" },
		{ "<dc:identifier>urn:x</dc:identifier>", "\"id\":\"urn:x\"" },
		{ "<x xmlns='urn:x'><title>no</title></x>", "!no" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check(&cases[i], "<rss version='2.0'" NAMESPACES "><channel><item>", "</item></channel></rss>", true);
}

static void
test_modules(void **state)
{
	static const struct claim cases[] = {
		{ "<georss:point>45.5 -71.25</georss:point>", "\"geo\":{\"type\":\"Point\",\"coordinates\":[-71.25,45.5]}" },
		{ "<georss:point>45.5,-71.25</georss:point>", "\"coordinates\":[-71.25,45.5]" },
		{ "<georss:line>1 2 3 4</georss:line>", "\"geo\":{\"type\":\"LineString\",\"coordinates\":[[2,1],[4,3]]}" },
		{ "<georss:polygon>1 2 3 4 5 6 1 2</georss:polygon>", "\"coordinates\":[[[2,1],[4,3],[6,5],[2,1]]]" },
		{ "<georss:box>1 2 3 4</georss:box>", "\"geo\":{\"type\":\"Box\",\"coordinates\":[[2,1],[4,3]]}" },
		{ "<georss:point>45.5</georss:point>", "!geo" },
		{ "<georss:line>1 2 x 4</georss:line>", "!geo" },
		{ "<georss:where><gml:Point><gml:pos>1 2</gml:pos></gml:Point></georss:where>", "\"coordinates\":[2,1]" },
		{ "<georss:where><gml:Point><gml:pos srsDimension='3'>1 2 3</gml:pos></gml:Point></georss:where>",
		    "\"coordinates\":[2,1,3]" },
		{ "<georss:where><gml:Point srsName='EPSG:32633'><gml:pos>1 2</gml:pos></gml:Point></georss:where>",
		    "\"coordinates\":[1,2],\"srs\":\"EPSG:32633\"" },
		{ "<georss:where><gml:LineString><gml:posList>1 2 3 4</gml:posList></gml:LineString></georss:where>",
		    "[[2,1],[4,3]]" },
		{ "<georss:where><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>1 2 3 4 5 6 1 "
		  "2</gml:posList></gml:LinearRing></gml:exterior>"
		  "<gml:interior><gml:LinearRing><gml:posList>9 "
		  "9</gml:posList></gml:LinearRing></gml:interior></gml:Polygon></georss:where>",
		    "\"coordinates\":[[[2,1],[4,3],[6,5],[2,1]]]" },
		{ "<georss:where><gml:Envelope><gml:lowerCorner>1 2</gml:lowerCorner><gml:upperCorner>3 "
		  "4</gml:upperCorner></gml:Envelope></georss:where>",
		    "\"type\":\"Box\",\"coordinates\":[[2,1],[4,3]]" },
		{ "<geo:lat>1.5</geo:lat><geo:long>2.5</geo:long>", "\"coordinates\":[2.5,1.5]" },
		{ "<geo:Point><geo:long>2.5</geo:long><geo:lat>1.5</geo:lat></geo:Point>", "\"coordinates\":[2.5,1.5]" },
		{ "<geo:lat>1.5</geo:lat>", "!geo" },
		{ "<geo:lat>1</geo:lat><geo:long>2</geo:long><georss:point>3 4</georss:point>", "\"coordinates\":[4,3]" },

		{ "<media:content url='/v.mp4' type='video/mp4' medium='video' fileSize='9' width='3' height='2' duration='1:05' "
		  "bitrate='128' channels='2'"
		  " lang='en' expression='full' isDefault='true'><media:title>T</media:title><media:thumbnail url='/t.png' "
		  "time='0:01'/>"
		  "<media:player url='/p'/></media:content>",
		    "\"contents\":[{\"url\":\"http://example.org/v.mp4\",\"type\":\"video/"
		    "mp4\",\"medium\":\"video\",\"length\":9,\"width\":3,\"height\":2,"
		    "\"duration\":65,\"bitrate\":128,\"channels\":2,\"lang\":\"en\",\"expression\":\"full\",\"is_default\":true,"
		    "\"title\":\"T\","
		    "\"thumbnails\":[{\"url\":\"http://example.org/t.png\",\"time\":\"0:01\"}],\"player\":{\"url\":\"http://"
		    "example.org/p\"}}]" },
		{ "<media:content url='/v' type='image/png'/>", "\"image\":\"http://example.org/v\"" },
		{ "<media:content url='/v' medium='image'/><media:thumbnail url='/t'/>", "\"image\":\"http://example.org/t\"" },
		{ "<media:thumbnail>/t</media:thumbnail>", "\"thumbnails\":[{\"url\":\"http://example.org/t\"}]" },
		{ "<media:thumbnail width='3'/>", "!thumbnails" },
		{ "<media:group><media:credit role='author' scheme='s'>C</media:credit></media:group>",
		    "\"credits\":[{\"name\":\"C\",\"role\":\"author\",\"scheme\":\"s\"}]" },
		{ "<media:description type='html'>a&lt;b>c&lt;/b></media:description>",
		    "\"description\":\"ac\",\"description_html\":\"a<b>c</b>\"" },
		{ "<media:title type='plain'>&lt;b>x&lt;/b></media:title>", "\"title\":\"<b>x</b>\"}" },
		{ "<media:rating scheme='urn:mpaa'>pg</media:rating>", "\"rating\":{\"value\":\"pg\",\"scheme\":\"urn:mpaa\"}" },
		{ "<media:restriction relationship='allow' type='country'>au us</media:restriction>",
		    "\"restriction\":{\"relationship\":\"allow\",\"type\":\"country\",\"values\":[\"au\",\"us\"]}" },
		{ "<media:license type='text/html' href='/l'>L</media:license>",
		    "\"license\":{\"type\":\"text/html\",\"url\":\"http://example.org/l\",\"text\":\"L\"}" },
		{ "<media:community><media:starRating average='3.5' count='20' min='1' max='10'/><media:statistics views='5' "
		  "favorites='6'/></media:community>",
		    "\"community\":{\"rating\":{\"average\":3.5,\"count\":20,\"min\":1,\"max\":10},\"views\":5,\"favorites\":6}" },
		{ "<media:hash algo='md5'>abc</media:hash>", "\"hash\":\"abc\"" },
		{ "<media:player width='3'/>", "!player" },

		{ "<itunes:duration>1:02:03</itunes:duration>", "\"duration\":3723" },
		{ "<itunes:duration>62:03</itunes:duration>", "\"duration\":3723" },
		{ "<itunes:duration>3723</itunes:duration>", "\"duration\":3723" },
		{ "<itunes:duration>long</itunes:duration>", "!duration" },
		{ "<itunes:explicit>yes</itunes:explicit>", "\"explicit\":true" },
		{ "<itunes:explicit>clean</itunes:explicit>", "\"explicit\":false" },
		{ "<itunes:explicit>Yes</itunes:explicit>", "!explicit" },
		{ "<itunes:block>no</itunes:block>", "\"block\":false" },
		{ "<itunes:episode>7</itunes:episode><itunes:season>2</itunes:season><itunes:episodeType>full</itunes:episodeType>",
		    "\"episode\":7,\"season\":2,\"episode_type\":\"full\"" },
		{ "<itunes:keywords>a, b</itunes:keywords>", "\"itunes\":{\"keywords\":[\"a\",\"b\"]}" },
		{ "<itunes:image href='/i'/><media:thumbnail url='/t'/>", "\"image\":\"http://example.org/i\"" },

		{ "<podcast:transcript url='/t' type='text/vtt' language='es' rel='captions'/>",
		    "\"transcripts\":[{\"url\":\"http://example.org/t\",\"type\":\"text/"
		    "vtt\",\"language\":\"es\",\"rel\":\"captions\"}]" },
		{ "<podcast:chapters url='/c' type='application/json'/>",
		    "\"chapters\":{\"url\":\"http://example.org/c\",\"type\":\"application/json\"}" },
		{ "<podcast:soundbite startTime='73.5' duration='60'>S</podcast:soundbite>",
		    "\"soundbites\":[{\"start\":73.5,\"duration\":60,\"title\":\"S\"}]" },
		{ "<podcast:person role='guest' group='cast' href='/p' img='/i'>P</podcast:person>",
		    "\"persons\":[{\"name\":\"P\",\"role\":\"guest\",\"group\":\"cast\",\"url\":\"http://example.org/"
		    "p\",\"image\":\"http://example.org/i\"}]" },
		{ "<podcast:location geo='geo:1,2' osm='R1'>L</podcast:location>",
		    "\"location\":{\"name\":\"L\",\"geo\":\"geo:1,2\",\"osm\":\"R1\"}" },
		{ "<podcast:season name='N'>3</podcast:season><podcast:episode display='E'>204.5</podcast:episode>",
		    "\"season\":{\"number\":3,\"name\":\"N\"},\"episode\":{\"number\":204.5,\"display\":\"E\"}" },
		{ "<podcast:alternateEnclosure type='audio/opus' length='9' bitrate='64' default='true' title='T'><podcast:source "
		  "uri='/o'/>"
		  "<podcast:source uri='/p'/></podcast:alternateEnclosure>",
		    "\"alternate_enclosures\":[{\"url\":\"http://example.org/o\",\"type\":\"audio/"
		    "opus\",\"length\":9,\"bitrate\":64,\"title\":\"T\",\"default\":true}]" },
		{ "<podcast:alternateEnclosure type='audio/opus'/>", "!alternate" },
		{ "<psc:chapters><psc:chapter start='00:01:02.5' title='T' href='/u' "
		  "image='/i'/></psc:chapters><psc:chapters><psc:chapter start='0' title='no'/></psc:chapters>",
		    "\"chapters\":[{\"start\":62.5,\"title\":\"T\",\"url\":\"http://example.org/u\",\"image\":\"http://example.org/"
		    "i\"}]" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		check(&cases[i], "<rss version='2.0'" NAMESPACES "><channel><item>", "</item></channel></rss>", true);
		check(&cases[i], "<a:feed" NAMESPACES "><a:entry>", "</a:entry></a:feed>", true);
		if (strstr(cases[i].xml, "enclosure") == NULL && strstr(cases[i].xml, "psc:") == NULL &&
		    strstr(cases[i].want, "\"image\":\"") != cases[i].want)
			check(&cases[i], "<rss version='2.0'" NAMESPACES "><channel>", "</channel></rss>", false);
	}
}

static void
test_rss_channels(void **state)
{
	static const struct claim cases[] = {
		{ "<title>T</title><description>D</description><link>/h</link>",
		    "\"title\":\"T\",\"description\":\"D\",\"link\":\"http://example.org/h\"" },
		{ "<itunes:summary>S</itunes:summary><itunes:subtitle>no</itunes:subtitle>", "\"description\":\"S\"" },
		{ "<dc:description>S</dc:description><itunes:summary>no</itunes:summary>", "\"description\":\"S\"" },
		{ "<fb:browserFriendly>I</fb:browserFriendly>", "\"info\":\"I\"" },
		{ "<a:link rel='self' href='/f'/><a:link rel='next' href='/n'/><a:link rel='hub' href='/w'/>",
		    "\"feed_url\":\"http://example.org/f\",\"next_url\":\"http://example.org/n\"" },
		{ "<a:link rel='hub' href='/w'/>", "\"hubs\":[{\"type\":\"WebSub\",\"url\":\"http://example.org/w\"}]" },
		{ "<a:link rel='http://www.iana.org/assignments/relation/self' href='/f'/>",
		    "\"feed_url\":\"http://example.org/f\"" },
		{ "<itunes:new-feed-url>/n</itunes:new-feed-url><redirect><newLocation>/o</newLocation></redirect>",
		    "\"new_url\":\"http://example.org/n\"" },
		{ "<redirect><newLocation>/o</newLocation></redirect>", "\"new_url\":\"http://example.org/o\"" },
		{ "<language>en_us</language><dc:language>de</dc:language>", "\"language\":\"en-us\"" },
		{ "<managingEditor>e@e.org (E)</managingEditor><webMaster>w@e.org</webMaster>",
		    "\"authors\":[{\"name\":\"E\",\"email\":\"e@e.org\"}],\"publisher\":{\"email\":\"w@e.org\"}" },
		{ "<itunes:owner><itunes:name>N</itunes:name><itunes:email>o@e.org</itunes:email></itunes:owner>",
		    "\"publisher\":{\"name\":\"N\",\"email\":\"o@e.org\"}" },
		{ "<pubDate>2002-09-07</pubDate><lastBuildDate>2003-09-07</lastBuildDate>",
		    "\"published\":\"2002-09-07T00:00:00Z\",\"updated\":\"2003-09-07T00:00:00Z\"" },
		{ "<a:published>2001-01-01</a:published><dcterms:issued>2002-02-02</dcterms:issued>",
		    "\"published\":\"2002-02-02T00:00:00Z\"" },
		{ "<dcterms:created>2002-02-02</dcterms:created>", "\"created\":\"2002-02-02T00:00:00Z\"" },
		{ "<copyright>C</copyright><dc:rights>no</dc:rights>", "\"rights\":\"C\"" },
		{ "<a:link rel='license' href='/l'/><cc:license rdf:resource='/m'/>", "\"license\":\"http://example.org/l\"" },
		{ "<generator>G</generator>", "\"generator\":{\"name\":\"G\"}" },
		{ "<generator>G</generator><admin:generatorAgent rdf:resource='http://g.org/'/>",
		    "\"generator\":{\"name\":\"G\",\"url\":\"http://g.org/\"}" },
		{ "<admin:generatorAgent rdf:resource='http://g.org/'/>",
		    "\"generator\":{\"name\":\"http://g.org/\",\"url\":\"http://g.org/\"}" },
		{ "<a:generator uri='/g' version='2'>A</a:generator><generator>no</generator>",
		    "\"generator\":{\"name\":\"A\",\"url\":\"http://example.org/g\",\"version\":\"2\"}" },
		{ "<image><url>/i</url><title>T</title><link>/l</link><width>8</width><height>9</height><description>D</"
		  "description></image>",
		    "\"image\":{\"url\":\"http://example.org/i\",\"title\":\"T\",\"link\":\"http://example.org/"
		    "l\",\"width\":8,\"height\":9,\"description\":\"D\"}" },
		{ "<itunes:image href='/no'/><image><url>/i</url></image>", "\"image\":{\"url\":\"http://example.org/i\"}" },
		{ "<itunes:image href='/i'/>", "\"image\":{\"url\":\"http://example.org/i\"}" },
		{ "<itunes:link rel='image' href='/i'/>", "\"image\":{\"url\":\"http://example.org/i\"}" },
		{ "<image><title>T</title></image><title>F</title>", "\"title\":\"F\"" },
		{ "<docs>/d</docs><rating>R</rating><ttl>60</ttl>",
		    "\"docs\":\"http://example.org/d\",\"rating\":\"R\",\"ttl\":60" },
		{ "<ttl>soon</ttl>", "!ttl" },
		{ "<skipHours><hour>1</hour><hour>2</hour></skipHours><skipDays><day>Sunday</day></skipDays>",
		    "\"skip_hours\":[1,2],\"skip_days\":[\"Sunday\"]" },
		{ "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</"
		  "sy:updateFrequency><sy:updateBase>2000-01-01T12:00+00:00</sy:updateBase>",
		    "\"update\":{\"period\":\"daily\",\"frequency\":2,\"base\":\"2000-01-01T12:00:00Z\"}" },
		{ "<cloud domain='d' port='80' path='/p' registerProcedure='r' protocol='xml-rpc'/>",
		    "\"cloud\":{\"domain\":\"d\",\"port\":80,\"path\":\"/"
		    "p\",\"register_procedure\":\"r\",\"protocol\":\"xml-rpc\"}" },
		{ "<textInput><title>T</title><description>D</description><name>n</name><link>/l</link></textInput>",
		    "\"text_input\":{\"title\":\"T\",\"description\":\"D\",\"name\":\"n\",\"link\":\"http://example.org/l\"}" },
		{ "<dcterms:valid>start=2002-10-13;end=2002-10-17</dcterms:valid>",
		    "\"validity\":{\"start\":\"2002-10-13T00:00:00Z\",\"end\":\"2002-10-17T00:00:00Z\"}" },
		{ "<itunes:type>serial</itunes:type><itunes:complete>yes</itunes:complete>",
		    "\"itunes\":{\"complete\":true,\"type\":\"serial\"}" },
		{ "<podcast:guid>g</podcast:guid><podcast:locked "
		  "owner='x'>yes</podcast:locked><podcast:medium>music</podcast:medium>",
		    "\"podcast\":{\"guid\":\"g\",\"locked\":true,\"medium\":\"music\"}" },
		{ "<podcast:license url='/l'>cc-by</podcast:license><podcast:funding url='/f'>Give</podcast:funding>",
		    "\"license\":{\"text\":\"cc-by\",\"url\":\"http://example.org/l\"},\"funding\":[{\"url\":\"http://example.org/"
		    "f\",\"text\":\"Give\"}]" },
		{ "<podcast:trailer url='/t' pubdate='Thu, 01 Apr 2021 08:00:00 EST' length='9' type='audio/mpeg' "
		  "season='1'>T</podcast:trailer>",
		    "\"trailers\":[{\"url\":\"http://example.org/"
		    "t\",\"title\":\"T\",\"published\":\"2021-04-01T13:00:00Z\",\"length\":9,\"type\":\"audio/"
		    "mpeg\",\"season\":1}]" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check(&cases[i], "<rss version='2.0'" NAMESPACES "><channel>", "</channel></rss>", false);
}

static void
test_atom(void **state)
{
	static const struct claim cases[] = {
		{ "<id>/i</id>", "\"id\":\"http://example.org/i\"" },
		{ "<id>urn:a b</id>", "\"id\":\"urn:a b\"" },
		{ "<link href=''/>", "\"url\":\"http://example.org/dir/feed\"" },
		{ "<link>/t</link>", "\"url\":\"http://example.org/t\"" },
		{ "<link title='T' length='3'/>", "\"links\":[{\"rel\":\"alternate\",\"title\":\"T\",\"length\":3}]" },
		{ "<link rel='enclosure' href='/e' type='audio/mpeg' length='5' title='T'/>",
		    "\"enclosures\":[{\"url\":\"http://example.org/e\",\"type\":\"audio/mpeg\",\"length\":5,\"title\":\"T\"}]" },
		{ "<link rel='self' href='/s'/>", "\"type\":\"application/atom+xml\"" },
		{ "<title type='html'>a &amp;lt; b</title>", "\"title\":\"a < b\",\"title_html\":\"a &lt; b\"" },
		{ "<title>a &lt;b&gt; c</title>", "\"title\":\"a <b> c\"}" },
		{ "<title type='xhtml'><h:div>a <h:b>c</h:b></h:div></title>", "\"title\":\"a c\",\"title_html\":\"a <b>c</b>\"" },
		{ "<title type='application/octet-stream'>YSA8Yj4=</title>", "\"title\":\"a <b>\"}" },
		{ "<content type='html'>&lt;p>x&lt;/p></content>", "\"content_html\":\"<p>x</p>\",\"content_type\":\"text/html\"" },
		{ "<content type='html'><h:div>x &lt;b>y&lt;/b></h:div></content>", "\"content_html\":\"<div>x <b>y</b></div>\"" },
		{ "<content>x</content>", "\"content_text\":\"x\",\"content_type\":\"text/plain\"" },
		{ "<content src='/v' type='video/mp4'/>",
		    "\"content_type\":\"video/mp4\",\"content_src\":\"http://example.org/v\"" },
		{ "<content xml:base='/b/' type='html'>&lt;a href='c'>x&lt;/a></content>", "href=\\\"http://example.org/b/c\\\"" },
		{ "<content xml:base='http:///e.org/b/' type='html'>&lt;a href='c'>x&lt;/a></content>",
		    "href=\\\"http://e.org/b/c\\\"" },
		{ "<content xml:base='javascript:x' type='html'>&lt;a href='c'>x&lt;/a></content>",
		    "href=\\\"http://example.org/dir/c\\\"" },
		{ "<author><name>N</name><uri>/u</uri><email>e@e.org</email></author>",
		    "\"authors\":[{\"name\":\"N\",\"email\":\"e@e.org\",\"url\":\"http://example.org/u\"}]" },
		{ "<category term='t' scheme='s' label='l'/>",
		    "\"categories\":[{\"term\":\"t\",\"scheme\":\"s\",\"label\":\"l\"}]" },
		{ "<published>2002-01-01T00:00:00Z</published><updated>2003-01-01T00:00:00Z</updated>",
		    "\"published\":\"2002-01-01T00:00:00Z\",\"updated\":\"2003-01-01T00:00:00Z\"" },
		{ "<updated>2003-01-01T00:00:00Z</updated><updated>2004-01-01T00:00:00Z</updated>",
		    "\"updated\":\"2003-01-01T00:00:00Z\"" },
		{ "<content xml:lang='fr_CA'>x</content>", "\"language\":\"fr-CA\"" },
		{ "<rights>R</rights><summary>S</summary>", "\"summary\":\"S\"" },
		{ "<source><title>T</title><rights>R</rights><updated>2003-01-01</updated><author><name>N</name></author></source>",
		    "\"source\":{\"title\":\"T\",\"authors\":[{\"name\":\"N\"}],\"updated\":\"2003-01-01T00:00:00Z\",\"rights\":"
		    "\"R\"}" },
		{ "<source><title>T</title><entry><title>no</title></entry></source>", "!no" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check(&cases[i], "<feed xmlns='http://www.w3.org/2005/Atom'" NAMESPACES "><entry>", "</entry></feed>", true);
}

static void
test_json(void **state)
{
	static const struct claim cases[] = {
		{ "\"title\":\"T\",\"home_page_url\":\"/h\",\"feed_url\":\"/f\",\"icon\":\"/i\",\"favicon\":\"/v\"",
		    "\"link\":\"http://example.org/h\",\"feed_url\":\"http://example.org/f\"" },
		{ "\"icon\":\"/i\",\"favicon\":\"/v\"", "\"icon\":\"http://example.org/v\",\"logo\":\"http://example.org/i\"" },
		{ "\"language\":\"en_US\",\"expired\":true", "\"language\":\"en-US\"" },
		{ "\"expired\":true", "\"expired\":true" },
		{ "\"hubs\":[{\"type\":\"rssCloud\",\"url\":\"/w\"}]",
		    "\"hubs\":[{\"type\":\"rssCloud\",\"url\":\"http://example.org/w\"}]" },
		{ "\"authors\":[{\"name\":\"A\"}],\"author\":{\"name\":\"B\",\"url\":\"mailto:b@e.org\"}",
		    "\"authors\":[{\"name\":\"A\"},{\"name\":\"B\",\"email\":\"b@e.org\"}]" },
		{ "\"items\":[{\"id\":7,\"title\":true,\"url\":\"/1\",\"_x\":1}]",
		    "\"entries\":[{\"id\":\"7\",\"url\":\"http://example.org/1\"" },
		{ "\"items\":[{\"external_url\":\"/e\"}]",
		    "\"url\":\"http://example.org/e\",\"external_url\":\"http://example.org/e\"" },
		{ "\"items\":[{\"content_html\":\"<p>x\",\"content_text\":\"y\"}]",
		    "\"content_html\":\"<p>x</p>\",\"content_text\":\"y\"" },
		{ "\"items\":[{\"date_published\":\"2010-02-07T14:04:00-05:00\"}]", "\"published\":\"2010-02-07T19:04:00Z\"" },
		{ "\"items\":[{\"tags\":[\" a \",\"\",\"a\",3]}]", "\"categories\":[{\"term\":\"a\"}]" },
		{ "\"items\":[{\"attachments\":[{\"url\":\"/a\",\"mime_type\":\"audio/"
		  "mpeg\",\"size_in_bytes\":5,\"duration_in_seconds\":6.5,\"title\":\"T\"},"
		  "{\"url\":\"/a\"},{\"title\":\"no\"}]}]",
		    "\"enclosures\":[{\"url\":\"http://example.org/a\",\"type\":\"audio/"
		    "mpeg\",\"length\":5,\"title\":\"T\",\"duration\":6.5}]" },
		{ "\"items\":[3,{\"id\":\"x\"}]", "\"entries\":[{\"id\":\"x\"}]" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check(&cases[i], "{\"version\":\"https://jsonfeed.org/version/1.1\",",
		    strstr(cases[i].xml, "items") != NULL ? "}" : ",\"items\":[]}", false);
}

static void
test_formats_by_root(void **state)
{
	static const struct claim cases[] = {
		{ "<rss version='0.91'/>", "\"rss091u\"" },
		{ "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'x'><rss version='0.91'/>", "\"rss091n\"" },
		{ "<rss version='0.92'/>", "\"rss092\"" },
		{ "<rss version='0.93'/>", "\"rss093\"" },
		{ "<rss version='0.94'/>", "\"rss094\"" },
		{ "<rss version='2.01'/>", "\"rss20\"" },
		{ "<rss version='2.0' xmlns='http://backend.userland.com/rss2'/>", "\"rss20\"" },
		{ "<rss/>", "\"rss\"" },
		{ "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
		  "xmlns='http://purl.org/rss/1.0/'><channel/></rdf:RDF>",
		    "\"rss10\"" },
		{ "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
		  "xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/></rdf:RDF>",
		    "\"rss090\"" },
		{ "<feed xmlns='http://www.w3.org/2005/Atom'/>", "\"atom10\"" },
		{ "<feed/>", "\"atom10\"" },
		{ "<feed version='0.3' xmlns='http://purl.org/atom/ns#'/>", "\"atom03\"" },
		{ "<feed version='0.2' xmlns='http://purl.org/atom/ns#'/>", "\"atom\"" },
		{ "<CHANNEL HREF='/h' LASTMOD='1998-11-05T22:00'><TITLE>C</TITLE><ABSTRACT>A</ABSTRACT><LOGO HREF='/i' "
		  "STYLE='ICON'/>"
		  "<ITEM HREF='/1' LASTMOD='1998-11-05'><TITLE>I</TITLE></ITEM></CHANNEL>",
		    "\"cdf\"" },
		{ "<CHANNEL BASE='http://e.org/' HREF='h'><ITEM HREF='1'><TITLE>I</TITLE></ITEM></CHANNEL>",
		    "\"url\":\"http://e.org/1\"" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check(&cases[i], "", "", false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_rss_items), cmocka_unit_test(test_modules),
		cmocka_unit_test(test_rss_channels), cmocka_unit_test(test_atom), cmocka_unit_test(test_json),
		cmocka_unit_test(test_formats_by_root) };

	return cmocka_run_group_tests_name("fields", tests, NULL, NULL);
}
