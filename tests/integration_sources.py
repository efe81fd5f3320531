#!/usr/bin/env python3
"""Sources that are no feeds, as their users meet them. Speaks TAP; the rig is integration.py's."""
import gzip
import json
import os
import re
import threading
import xml.etree.ElementTree as ElementTree

import integration
from integration import ATOM, Origin, Place

CARD = (
    '<article class="teaser" data-id="%d"><a class="img" href="/news/%s"><img data-src="/img/%s.jpg" src="data:,"></a>'
    '<h3>%s</h3><p class="lead">It <em>says</em> %s.</p><span class="when">%s</span><span class="by">von Ada Lind</span>'
    '<a class="tag">Harbour</a><a class="tag">Weather</a></article>'
)
RULES = """
    item = "article.teaser"
    item.id = "@data-id"
    item.title = "h3"  item.link = {".missing a", "a.img"}
    item.date = ".when"  item.date.format = "%d.%m.%Y %H:%M Uhr"  item.date.timezone = "Europe/Zurich"
    item.summary = "p.lead"
    item.author = ".by"  item.author.regex = "von (.+)"
    item.image = "img"  item.image.replace = {"\\\\.jpg$", ".webp"}
    item.category = "a.tag"
    next = "a[rel=next]"
"""


def page(cards, following=None):
    link = '<a rel="next" href="%s">older</a>' % following if following else ""
    return "<!DOCTYPE html><html lang='de'><head><title>Hafenpost</title></head><body><nav><a href='/'>x</a></nav>%s%s</body></html>" % (
        "".join(CARD % (n, slug, slug, title, slug, when) for n, slug, title, when in cards), link)


def entry(place, title):
    return [e for e in place.atom().findall(ATOM + "entry") if e.findtext(ATOM + "title") == title][0]


def selectors_make_a_feed_of_a_page(at):
    origin = Origin()
    origin.put("/news/", page([(7, "pier", "The Pier", "14.03.2025 18:30 Uhr"), (6, "tide", "The Tide", "02.07.2024 09:05 Uhr")]),
               Content_Type="text/html")
    p = at(Place('source "press" { url = "%s/news/" %s }' % (origin.url, RULES)))
    p.once()
    e = entry(p, "The Pier")
    assert e.findtext(ATOM + "published") == "2025-03-14T17:30:00Z", e.findtext(ATOM + "published")
    assert entry(p, "The Tide").findtext(ATOM + "published") == "2024-07-02T07:05:00Z"
    assert e.find(ATOM + "link[@rel='alternate']").get("href") == origin.url + "/news/pier"
    assert e.find(ATOM + "author").findtext(ATOM + "name") == "Ada Lind"
    assert [c.get("term") for c in e.findall(ATOM + "category")] == ["Harbour", "Weather"]
    item = [i for i in json.load(open(os.path.join(p.out, "all.json")))["items"] if i["title"] == "The Pier"][0]
    assert item["image"] == origin.url + "/img/pier.webp", item
    assert "<em>says</em>" in e.findtext(ATOM + "summary") or "says" in e.findtext(ATOM + "summary")


def a_list_that_goes_on_is_followed_so_far(at):
    origin = Origin()
    for n in range(1, 6):
        # the second page shows an article of the first one again, as lists do that grow meanwhile
        cards = [(10 * n + k, "s%d-%d" % (n, k), "Story %d %d" % (n, k), "14.03.2025 18:30 Uhr") for k in range(3)]
        if n == 2:
            cards.insert(0, (12, "s1-2", "Story 1 2", "14.03.2025 18:30 Uhr"))
        origin.put("/p%d" % n, page(cards, "/p%d" % (n + 1)), Content_Type="text/html")
    p = at(Place('source "press" { url = "%s/p1" %s pages = 4 }' % (origin.url, RULES)))
    p.once()
    assert len(p.entries()) == 12, sorted(p.entries())
    assert len(origin.asked("/p4")) == 1 and len(origin.asked("/p5")) == 0
    p.once()  # nothing new on the first page: the others are not asked
    assert len(origin.asked("/p2")) == 1


def a_following_page_that_fails_loses_nothing(at):
    origin = Origin()
    first = [(1, "a", "A", "14.03.2025 18:30 Uhr")]
    origin.put("/p1", page(first, "/p2"), Content_Type="text/html")
    origin.put("/p2", "broken", status=500)
    p = at(Place('source "press" { url = "%s/p1" %s }' % (origin.url, RULES)))
    p.once()
    assert list(p.entries()) == ["A"]
    assert json.loads(p.run("list", "--json", "--config", p.conf).stdout)[0]["failures"] == 1
    origin.put("/p2", page([(2, "b", "B", "14.03.2025 18:30 Uhr")]), Content_Type="text/html")
    p.once()
    assert sorted(p.entries()) == ["A", "B"]


def new_rules_read_the_same_page_again(at):
    origin = Origin()
    origin.put("/", "<html><body><div class=x><a href='/a'>Right</a></div><p class=y><a href='/b'>Wrong</a></p></body></html>",
               Content_Type="text/html")
    p = at(Place('source "press" { url = "%s/"  item = ".y" }' % origin.url))
    p.once()
    assert list(p.entries()) == ["Wrong"]
    p.configure('source "press" { url = "%s/"  item = ".x" }' % origin.url)
    p.once()
    assert "Right" in p.entries()


def selectors_that_find_nothing_are_an_error_and_lose_nothing(at):
    origin = Origin()
    origin.put("/", page([(1, "a", "A", "14.03.2025 18:30 Uhr")]), Content_Type="text/html")
    p = at(Place('source "press" { url = "%s/" %s }' % (origin.url, RULES)))
    p.once()
    origin.put("/", "<html><body><p>New design</p></body></html>", Content_Type="text/html")
    p.once()
    assert list(p.entries()) == ["A"]
    failing = json.loads(p.run("list", "--failing", "--json", "--config", p.conf).stdout)
    assert "article.teaser" in failing[0]["error"], failing


def an_api_becomes_a_feed(at):
    origin = Origin()
    answer = {
        "data": {
            "items": [
                {"id": 901, "type": "post", "title": "One", "slug": "one", "at": 1710000000, "body": {"html": "<p>Body <b>one</b></p>"},
                 "tags": [{"name": "x"}, {"name": "y"}], "authors": [{"name": "Ada"}, {"name": "Bo"}]},
                {"id": 900719925474099301, "type": "ad", "title": "Advert", "slug": "ad"},
                {"id": 900719925474099303, "type": "post", "title": "Two &amp; a half", "slug": "two", "at": "2024-03-08T10:00:00+01:00",
                 "teaser": "A < B"},
            ],
            "next": "/api?page=2",
        }
    }
    origin.put("/api", json.dumps(answer), Content_Type="application/json")
    origin.put("/api?page=2", json.dumps({"data": {"items": [{"id": 3, "type": "post", "title": "Three", "slug": "three"}]}}))
    p = at(Place('''source "api" { url = "%s/api"  kind = json
        item = "data.items[?type=='post']"  item.id = "id"  item.title = "title"
        item.link = "slug"  item.link.prefix = "/post/"
        item.date = "at"  item.content = "body.html || teaser"  item.category = "tags[].name"  item.author = "authors[*].name"
        next = "data.next" }''' % origin.url))
    p.once()
    titles = sorted(i["title"] for i in json.load(open(os.path.join(p.out, "all.json")))["items"])
    assert titles == ["One", "Three", "Two & a half"], titles
    e = entry(p, "One")
    assert e.findtext(ATOM + "published") == "2024-03-09T16:00:00Z"
    assert "<b>one</b>" in e.findtext(ATOM + "content")
    assert [c.get("term") for c in e.findall(ATOM + "category")] == ["x", "y"]
    assert [a.findtext(ATOM + "name") for a in e.findall(ATOM + "author")] == ["Ada", "Bo"]
    assert e.find(ATOM + "link[@rel='alternate']").get("href") == origin.url + "/post/one"


def a_page_of_what_is_new_becomes_a_feed(at):
    release = "<h2 id='v%d'>Version 1.%d <small>%d March 2025</small></h2><p>It has <a href='/pull/%d'>better oars</a>.</p>"
    origin = Origin()
    origin.put("/changes", "<html><body>%s</body></html>" % "".join(release % (n, n, n, n) for n in (3, 2, 1)), Content_Type="text/html")
    p = at(Place('source "boat" { url = "%s/changes" }' % origin.url))
    p.once()
    first = p.entries()
    assert sorted(first) == ["Version 1.%d %d March 2025" % (n, n) for n in (1, 2, 3)], first
    origin.put("/changes", "<html><body>%s</body></html>" % "".join(release % (n, n, n, n) for n in (4, 3, 2, 1)), Content_Type="text/html")
    p.once()
    second = p.entries()
    assert len(second) == 4 and all(second[title] == first[title] for title in first), second
    e = entry(p, "Version 1.4 4 March 2025")
    assert e.findtext(ATOM + "published") == "2025-03-04T00:00:00Z" and "better oars" in e.findtext(ATOM + "content")
    assert e.find(ATOM + "link[@rel='alternate']").get("href") == origin.url + "/changes#v4"


URLSET = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">%s</urlset>'
)
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</sitemapindex>'


def place(origin, slug, day, extra=""):
    return "<url><loc>%s/%s</loc><lastmod>2025-03-%02dT10:00:00Z</lastmod>%s</url>" % (origin.url, slug, day, extra)


def a_sitemap_is_found_opened_and_read(at):
    origin = Origin()
    news = (
        "<n:news><n:publication><n:name>Post</n:name><n:language>en</n:language></n:publication>"
        "<n:publication_date>2025-03-20T08:00:00+01:00</n:publication_date><n:title>News &amp; Views</n:title>"
        "<n:keywords>one, two</n:keywords></n:news><image:image><image:loc>/pic.jpg</image:loc>"
        "<image:caption>A pier</image:caption></image:image>"
    )
    origin.put("/robots.txt", "User-agent: *\nDisallow: /x\nSitemap: %s/index.xml\n" % origin.url)
    part = "<sitemap><loc>%s/%s</loc>%s</sitemap>"
    origin.put("/index.xml", INDEX % (part % (origin.url, "a.xml.gz", "<lastmod>2025-03-01</lastmod>") + part % (origin.url, "b.xml", "")
                                      + part % (origin.url, "gone.xml", "")))
    origin.put("/a.xml.gz", gzip.compress((URLSET % (place(origin, "2025/the-old-tower-1.html", 2) + place(origin, "caf%C3%A9-news/", 3))).encode()),
               Content_Type="application/x-gzip")
    origin.put("/b.xml", URLSET % place(origin, "n/4711", 20, news))
    p = at(Place('source "site" { url = "%s/"  kind = sitemap }' % origin.url))
    p.once()
    assert sorted(p.entries()) == ["Café news", "News & Views", "The old tower 1"], p.entries()
    assert json.loads(p.run("list", "--json", "--config", p.conf).stdout)[0].get("failures", 0) == 0  # for a part that is gone
    e = entry(p, "News & Views")
    assert e.findtext(ATOM + "published") == "2025-03-20T07:00:00Z"
    assert [c.get("term") for c in e.findall(ATOM + "category")] == ["one", "two"]
    assert entry(p, "The old tower 1").findtext(ATOM + "published") == "2025-03-02T10:00:00Z"
    origin.put("/b.xml", URLSET % (place(origin, "n/4711", 20, news) + place(origin, "n/new-one", 21)))
    p.once()  # the index is as it was, and says nothing of the part's age
    assert "New one" in p.entries()


def every_sitemap_of_a_robots_txt_is_read(at):
    origin = Origin()
    origin.put("/robots.txt", "User-agent: *\r\nDisallow: /x\r\nsitemap:%s/a.xml.gz # the one\r\nSITEMAP: /b.txt\r\n" % origin.url)
    origin.put("/a.xml.gz", gzip.compress((URLSET % place(origin, "one", 1)).encode()), Content_Encoding="gzip")  # and not twice
    origin.put("/b.txt", "%s/two\n%s/three\n" % (origin.url, origin.url), Content_Type="text/plain")
    p = at(Place('source "site" { url = "%s/"  kind = sitemap  full-text-pages = 0 }' % origin.url))
    p.once()
    assert sorted(p.entries()) == ["One", "Three", "Two"], (p.entries(), origin.seen)


def of_a_large_sitemap_the_newest_are_taken(at):
    origin = Origin()
    origin.put("/sitemap.xml", URLSET % "".join(
        "<url><loc>%s/story-%d</loc><lastmod>%d-01-01</lastmod></url>" % (origin.url, n, 1990 + n % 40) for n in range(40)))
    p = at(Place('source "site" { url = "%s/"  kind = sitemap  items = 5 }' % origin.url))
    p.once()  # no robots.txt: the usual address
    assert len(p.entries()) == 5 and "Story 39" in p.entries(), p.entries()


def bare_page(title, when, text="Some words on what has been going on there since the summer, and on what is still to come of it."):
    return ("<!DOCTYPE html><html lang='en'><head><title>%s | Hafenpost</title><meta property='article:published_time' content='%s'>"
            "<meta name='author' content='Ada Lind'><meta name='description' content='In short: %s'></head><body><main><article><h1>%s</h1>"
            "%s</article></main></body></html>") % (title, when, title.lower(), title, "".join("<p>%s</p>" % text for _ in range(4)))


def put_site(origin, days):
    origin.put("/sitemap.xml", URLSET % "".join(place(origin, "story-of-day-%d" % d, d) for d in days))
    for d in days:
        origin.put("/story-of-day-%d" % d, bare_page("What the %dth brought" % d, "2025-02-%02dT09:00:00Z" % d), Content_Type="text/html")


def stories_asked(origin):
    return [int(r[0].rsplit("-", 1)[1]) for r in origin.seen if r[0].startswith("/story-of-day-")]


def titles_of_a_sitemap_come_from_its_pages(at):
    origin = Origin()
    put_site(origin, range(1, 8))
    origin.put("/robots.txt", "User-agent: *\nDisallow: /story-of-day-6\nSitemap: %s/sitemap.xml\n" % origin.url)
    p = at(Place('source "site" { url = "%s/"  kind = sitemap  full-text-pages = 3 }' % origin.url))
    p.once()
    assert stories_asked(origin) == [7, 5], origin.seen  # the newest first, and no sixth
    assert sorted(p.entries()) == ["Story of day 6", "What the 5th brought", "What the 7th brought"], p.entries()
    e = entry(p, "What the 7th brought")
    assert e.findtext(ATOM + "published") == "2025-02-07T09:00:00Z" and e.findtext(ATOM + "updated") == "2025-03-07T10:00:00Z"
    assert e.findtext(ATOM + "summary") == "In short: what the 7th brought" and e.find(ATOM + "author").findtext(ATOM + "name") == "Ada Lind"
    assert e.find(ATOM + "content") is None, ElementTree.tostring(e)
    ids = p.entries()
    said = p.run("explain", origin.url + "/story-of-day-3", "--config", p.conf).stdout
    assert "wanted, after 1 newer ones" in said and "waiting for the title in its page" in said, said
    p.once()
    p.once()
    assert stories_asked(origin) == [7, 5, 4, 3, 2, 1]
    assert len(p.entries()) == 7 and ids.items() <= p.entries().items(), p.entries()
    files = p.files()
    p.once()
    assert p.files() == files and len(stories_asked(origin)) == 6 and len(origin.asked("/robots.txt")) >= 1
    p.configure('source "site" { url = "%s/"  kind = sitemap  full-text = true }' % origin.url)
    p.once()  # now for their texts as well
    assert "Some words on what" in entry(p, "What the 1th brought").findtext(ATOM + "content")
    assert ids.items() <= p.entries().items() and sorted(stories_asked(origin)) == sorted(2 * [1, 2, 3, 4, 5, 7])
    assert entry(p, "What the 7th brought").findtext(ATOM + "updated") == "2025-03-07T10:00:00Z"


def a_sitemap_of_fifty_thousand_is_no_flood(at):
    origin = Origin()
    origin.put("/sitemap.xml", URLSET % "".join(place(origin, "story-%d" % n, 1 + n % 28) for n in range(50000)))
    p = at(Place('source "site" { url = "%s/sitemap.xml"  kind = sitemap }' % origin.url, 'feed "all" { items = 30 }'))
    p.once()
    assert len(origin.seen) == 1 + 1 + 20, len(origin.seen)  # the sitemap, robots.txt, pages
    assert len(p.entries()) == 20  # whose pages were not there
    p.once()
    p.once()
    assert len([r for r in origin.seen if r[0].startswith("/story-")]) == 30 and len(p.entries()) == 30, origin.seen[-3:]


def pages_may_be_left_alone(at):
    origin = Origin()
    put_site(origin, range(1, 4))
    p = at(Place('source "site" { url = "%s/sitemap.xml"  kind = sitemap  full-text-pages = 1 }' % origin.url))
    origin.put("/story-of-day-3", "wait", status=503, Retry_After="3600")
    p.once()
    assert list(p.entries()) == [] and stories_asked(origin) == [3]  # its host wants to be left alone
    p.configure('source "site" { url = "%s/sitemap.xml"  kind = sitemap  full-text-pages = 0 }' % origin.url)
    put_site(origin, range(1, 4))
    origin.seen.clear()
    p.once()
    assert sorted(p.entries()) == ["Story of day 1", "Story of day 2", "Story of day 3"] and not stories_asked(origin)
    ids = sorted(p.entries().values())
    integration.sqlite3.connect(os.path.join(p.state, "ledger.db")).executescript("UPDATE page SET due_s=1")
    p.configure('source "site" { url = "%s/sitemap.xml"  kind = sitemap }' % origin.url)
    p.once()
    assert sorted(p.entries()) == ["What the %dth brought" % d for d in (1, 2, 3)] and sorted(p.entries().values()) == ids, p.entries()
    assert entry(p, "What the 3th brought").findtext(ATOM + "published") == "2025-03-03T10:00:00Z"  # it has been shown


def full_text_that_is_asked_for_later_reaches_what_feeds_show(at):
    origin = Origin()
    leads = dict(LEADS, **{"old-%d" % n: "What happened %d years ago, when nobody looked at it in the harbour." % n for n in range(3)})
    origin.put("/feed", teasers(origin, leads))
    put_articles(origin, leads)
    feeds = 'feed "all" { items = 3 }'
    p = at(Place('source "post" { url = "%s/feed" }' % origin.url, feeds))
    p.once()
    before = p.entries()
    p.configure('source "post" { url = "%s/feed"  full-text = true  full-text-pages = 2 }' % origin.url, feeds)
    p.once()
    assert [r[0] for r in origin.seen if r[0] not in ("/feed", "/robots.txt")] == ["/lamp", "/dues"], origin.seen
    p.once()
    p.once()
    assert [r[0] for r in origin.seen if r[0] not in ("/feed", "/robots.txt")] == ["/lamp", "/dues", "/ferry"], origin.seen
    assert p.entries() == before and "part 5 of the story" in entry(p, "Ferry").findtext(ATOM + "content")
    assert entry(p, "Ferry").findtext(ATOM + "updated") == "2025-03-14T10:00:00Z"


def a_page_that_failed_is_tried_again_in_its_time(at):
    origin = Origin()
    put_site(origin, [1, 2])
    origin.put("/story-of-day-2", "down", status=500)
    p = at(Place('source "site" { url = "%s/sitemap.xml"  kind = sitemap  every = 6d  full-text-pages = 1 }' % origin.url))
    p.start()
    integration.wait_for("the failure", lambda: p.status()["pages_failed"] == 1 and p.status()["pages_later"] == 2)
    said = p.run("status", "--config", p.conf).stdout
    assert "site: 2 articles wait for their pages, 1 in a cycle" in said, said
    assert p.stop() == 0
    integration.sqlite3.connect(os.path.join(p.state, "ledger.db")).executescript("UPDATE page SET due_s=due_s-3600 WHERE tries>0")
    origin.put("/story-of-day-2", bare_page("Late", "2025-02-02T09:00:00Z"), Content_Type="text/html")
    p.start()  # its source is not due for days
    integration.wait_for("the title", lambda: "Late" in p.entries())
    assert p.stop() == 0 and len(origin.asked("/sitemap.xml")) == 1 and stories_asked(origin) == [2, 2], origin.seen


def another_program_reads_again_and_shows_nothing_as_new(at):
    origin = Origin()
    origin.put("/feed", integration.rss([("1", "One"), ("2", "Two"), ("3", "Three")]))
    p = at(Place('source "web" { url = "%s/feed" }' % origin.url))
    p.once()
    p.once()
    files, asked = p.files(), len(origin.seen)
    with integration.sqlite3.connect(os.path.join(p.state, "ledger.db")) as db:
        db.executescript("UPDATE source SET reader=7; UPDATE article SET raw_hash=raw_hash+1")
    p.once()
    p.once()
    conditional = ["If-None-Match" in r[2] for r in origin.seen[asked:]]
    assert conditional == [False, True], conditional
    assert p.files() == files and p.ledger("SELECT count(*) FROM revision") == [(0,)]

    def forget(db):  # what an older program might not have found, and what it might have found instead
        row, data = db.execute("SELECT article_id, data FROM content JOIN article ON id=article_id ORDER BY id LIMIT 1").fetchone()
        db.execute("UPDATE content SET data=? WHERE article_id=?", (data.replace(b"Text of", b"Tixt of"), row))
        db.execute("UPDATE article SET text_hash=text_hash+1, raw_hash=raw_hash+1 WHERE id=?", (row,))
        last = db.execute("SELECT max(id) FROM article").fetchone()[0]
        for table, column in (("alias", "article_id"), ("content", "article_id"), ("article", "id")):
            db.execute("DELETE FROM %s WHERE %s=?" % (table, column), (last,))
        db.execute("UPDATE source SET reader=7")

    with integration.sqlite3.connect(os.path.join(p.state, "ledger.db")) as db:
        forget(db)
    p.once()
    assert len(p.entries()) == 2 and p.ledger("SELECT count(*) FROM article WHERE is_held=2") == [(1,)], p.entries()
    assert "Tixt" not in open(os.path.join(p.out, "all.atom")).read() and p.ledger("SELECT count(*) FROM revision") == [(0,)]
    assert {e.findtext(ATOM + "updated")[:10] for e in p.atom().findall(ATOM + "entry")} == {"2022-02-26"}
    p.once()
    assert len(p.entries()) == 2


def of_an_index_only_what_has_changed_is_fetched(at):
    origin = Origin()

    def index(*parts):
        origin.put("/index.xml", INDEX % "".join(
            "<sitemap><loc>%s/%s.xml</loc>%s</sitemap>" % (origin.url, name, "<lastmod>2025-03-%02d</lastmod>" % day if day else "")
            for name, day in parts))

    def part(name, *days):
        origin.put("/%s.xml" % name, URLSET % "".join(place(origin, "%s-of-day-%d" % (name, d), d) for d in days))

    for name, days in (("old", (1, 2)), ("mid", (11, 12)), ("new", (21, 22)), ("any", (15,))):
        part(name, *days)
    index(("new", 22), ("mid", 12), ("any", 0), ("old", 2))
    p = at(Place('source "site" { url = "%s/index.xml"  kind = sitemap  pages = 4  full-text-pages = 0 }' % origin.url))
    p.once()  # the index counts as well: there is no room for the part without a date, which comes last
    assert [r[0] for r in origin.seen] == ["/index.xml", "/new.xml", "/mid.xml", "/old.xml"] and len(p.entries()) == 6, origin.seen

    def asked(*parts):
        n = len(origin.seen)
        index(*parts)
        p.once()
        return [r[0] for r in origin.seen[n:]]

    part("new", 21, 22, 23)
    assert asked(("new", 23), ("mid", 12), ("any", 0), ("old", 2)) == ["/index.xml", "/new.xml"]
    assert len(p.entries()) == 7 and "New of day 23" in p.entries()
    files = p.files()
    assert asked(("new", 23), ("mid", 12), ("any", 0), ("old", 2)) == ["/index.xml"]
    part("next", *range(24, 30))  # of a day that has nothing in common with those before
    assert asked(("next", 29), ("new", 23), ("mid", 12), ("any", 0), ("old", 2)) == ["/index.xml", "/next.xml"]
    assert len(p.entries()) == 13 and p.ledger("SELECT gaps FROM source") == [(0,)]
    origin.put("/next.xml", "broken", status=500)
    assert asked(("next", 30), ("new", 23), ("any", 0), ("old", 2)) == ["/index.xml", "/next.xml"]
    part("next", 24, 30)
    assert asked(("next", 30), ("new", 23), ("any", 0), ("old", 2)) == ["/index.xml", "/next.xml"]
    assert "Next of day 30" in p.entries() and len(p.entries()) == 14, p.entries()


def of_many_files_that_change_at_once_all_have_their_turn(at):
    origin = Origin()
    names = "abcde"

    def change(day):
        origin.put("/index.xml", INDEX % "".join(
            "<sitemap><loc>%s/%s.xml</loc><lastmod>2025-03-%02d</lastmod></sitemap>" % (origin.url, n, day) for n in names))
        for n in names:
            origin.put("/%s.xml" % n, URLSET % place(origin, "%s-of-day-%d" % (n, day), day))

    change(1)
    p = at(Place('source "site" { url = "%s/index.xml"  kind = sitemap  pages = 3  full-text-pages = 0 }' % origin.url))
    p.once()
    assert sorted(p.entries()) == ["A of day 1", "B of day 1"]  # what is left out at first is too old
    change(2)
    for n in (4, 6, 7):
        p.once()
        assert len(p.entries()) == n, p.entries()
    n = len(origin.seen)
    p.once()
    assert [r[:2] for r in origin.seen[n:]] == [("/index.xml", 304)]


def parts_without_a_date_are_asked_by_their_validators(at):
    origin = Origin()
    origin.put("/robots.txt", "Sitemap: %s/index.xml\n" % origin.url)
    origin.put("/index.xml", INDEX % "".join("<sitemap><loc>%s/%s.xml</loc></sitemap>" % (origin.url, n) for n in "ab"))
    for name in "ab":
        origin.put("/%s.xml" % name, URLSET % place(origin, "story-" + name, 1))
    p = at(Place('source "site" { url = "%s/"  kind = sitemap  full-text-pages = 0 }' % origin.url))
    p.once()
    n = len(origin.seen)
    origin.put("/b.xml", URLSET % (place(origin, "story-b", 1) + place(origin, "story-c", 2)))
    p.once()
    statuses = {r[0]: r[1] for r in origin.seen[n:]}
    assert statuses == {"/robots.txt": 200, "/index.xml": 200, "/a.xml": 304, "/b.xml": 200}, statuses
    assert sorted(p.entries()) == ["Story a", "Story b", "Story c"]


def a_later_date_leads_to_the_page_again(at):
    origin = Origin()
    put_site(origin, [1, 2])
    p = at(Place('source "site" { url = "%s/sitemap.xml"  kind = sitemap }' % origin.url))
    p.once()
    ids = p.entries()
    origin.put("/sitemap.xml", URLSET % "".join(place(origin, "story-of-day-%d" % d, d + 10) for d in (1, 2)))
    origin.put("/story-of-day-2", bare_page("What the 2nd brought after all", "2025-02-02T09:00:00Z"), Content_Type="text/html")
    p.once()
    assert stories_asked(origin) == [2, 1]  # not within a day
    integration.sqlite3.connect(os.path.join(p.state, "ledger.db")).executescript("UPDATE page SET due_s=due_s-86400")
    p.once()
    assert [(r[0][-1], r[1], "If-None-Match" in r[2]) for r in origin.seen[-2:]] == [("2", 200, True), ("1", 304, True)], origin.seen[-2:]
    now = p.entries()
    assert now["What the 2nd brought after all"] == ids["What the 2th brought"] and len(now) == 2
    assert entry(p, "What the 2nd brought after all").findtext(ATOM + "updated") == "2025-03-12T10:00:00Z"
    assert entry(p, "What the 1th brought").findtext(ATOM + "updated") == "2025-03-01T10:00:00Z"


TEASERS = (
    "<rss version='2.0'><channel><title>Hafenpost</title><link>%s/</link><description>d</description>%s</channel></rss>"
)
TEASER = (
    "<item><title>%s</title><guid isPermaLink='false'>%s</guid><link>%s/%s</link><pubDate>Fri, 14 Mar 2025 10:00:00 GMT</pubDate>"
    "<description>&lt;p&gt;%s&lt;/p&gt;</description></item>"
)
LEADS = {
    "lamp": "The lamp of the north tower has been dark for eleven years, and on Tuesday night it burned again.",
    "dues": "Harbour dues will rise by a tenth from the first of May, the council decided after a long evening.",
    "ferry": "The ferry to the outer islands stays in dock until the ice has left the sound, its owner says.",
}


def article_page(title, lead, name):
    more = "".join("<p>%s It took the keepers of the %s, part %d of the story, a whole winter to get there, and nobody was paid for it.</p>"
                   % (lead.split(",")[0] + ".", name, n) for n in range(6))
    return ("<!DOCTYPE html><html lang='en'><head><title>%s | Hafenpost</title><meta name='author' content='Ada Lind'></head><body>"
            "<nav><a href='/'>Home</a> <a href='/all'>All news</a></nav><main><article><h1>%s</h1><p class='byline'>By Ada Lind</p>"
            "<figure><img src='/img/%s.jpg' width='1200' height='800' alt=''><figcaption>Three keepers below the lamp. (Image: Ida Holm/Coast Press)"
            "</figcaption></figure><p>%s</p>%s</article></main><footer>Imprint</footer></body></html>") % (title, title, name, lead, more)


def put_articles(origin, leads=LEADS):
    for name, lead in leads.items():
        origin.put("/" + name, article_page(name.title(), lead, name), Content_Type="text/html")


def teasers(origin, leads, first=""):
    return TEASERS % (origin.url, first + "".join(TEASER % (name.title(), name, origin.url, name, lead) for name, lead in leads.items()))


def full_text_comes_from_the_pages_that_may_be_read(at):
    origin = Origin()
    origin.put("/feed", teasers(origin, LEADS))
    origin.put("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: feedwright\nDisallow: /du*s$\n")
    put_articles(origin)
    p = at(Place('source "post" { url = "%s/feed"  full-text = true }' % origin.url))
    p.once()
    assert sorted(p.entries()) == ["Dues", "Ferry", "Lamp"]
    ids = p.entries()

    def expect():
        for title in ("Ferry", "Lamp"):
            e = entry(p, title)
            assert "part 5 of the story" in e.findtext(ATOM + "content"), ElementTree.tostring(e)
            assert "All news" not in e.findtext(ATOM + "content") and "Imprint" not in e.findtext(ATOM + "content")
            assert e.find(ATOM + "author").findtext(ATOM + "name") == "Ada Lind"
            assert e.findtext(ATOM + "published") == "2025-03-14T10:00:00Z"
            assert e.findtext(ATOM + "updated") == "2025-03-14T10:00:00Z"  # that its page came is no edit
            text = ElementTree.tostring(e, encoding="unicode")
            assert "Three keepers below the lamp." in text and "Ida Holm/Coast Press" in text, text
        dues = ElementTree.tostring(entry(p, "Dues"), encoding="unicode")
        assert LEADS["dues"] in dues and "part 5" not in dues, dues

    expect()
    assert len(origin.asked("/robots.txt")) == 1 and not origin.asked("/dues")
    files = p.files()
    p.once()
    assert p.files() == files
    origin.put("/feed", teasers(origin, dict(LEADS, lamp=LEADS["lamp"] + " It is to stay so until the end of the year, in January as in June.")))
    p.once()
    assert p.entries() == ids
    assert "part 5 of the story" in entry(p, "Lamp").findtext(ATOM + "content")
    assert entry(p, "Lamp").findtext(ATOM + "updated") > entry(p, "Ferry").findtext(ATOM + "updated")
    p.once()
    assert [len(origin.asked("/" + name)) for name in LEADS] == [1, 0, 1], origin.seen
    lamp = json.loads(p.run("explain", "--json", ids["Lamp"], "--config", p.conf).stdout)
    lamp = lamp[0] if isinstance(lamp, list) else lamp
    assert lamp["page"] == "read"
    origins = {f["field"]: f["from"] for f in lamp["fields"]}
    assert origins["content_html"] == origins["image"] == origins["authors"] == "page" and origins["title"] == "feed", origins
    assert "given up: %s/dues: robots.txt forbids it" % origin.url in p.run("explain", ids["Dues"], "--config", p.conf).stdout


def a_page_that_is_no_match_or_fails_leaves_the_teaser(at):
    origin = Origin()
    origin.put("/feed", teasers(origin, LEADS))
    consent = "<p>Please accept that we and our partners keep small files on your device and read them, for advertising and research.</p>" * 9
    origin.put("/lamp", "<html><body><main><h1>Before you go on</h1>%s</main></body></html>" % consent, Content_Type="text/html")
    origin.put("/dues", "broken", status=500)
    origin.put("/ferry", article_page("Ferry", LEADS["ferry"], "ferry"), Content_Type="text/html")
    p = at(Place("""source "post" { url = "%s/feed"  full-text = true  full-text-pages = 2
                    content = {".no-such", "main"}  strip = {"p:contains('part 3 of')", "nav"} }""" % origin.url))
    p.once()  # newest row first: the ferry waits for the next cycle, and is shown without its page
    assert sorted(p.entries()) == ["Dues", "Ferry", "Lamp"]
    assert "partners" not in open(os.path.join(p.out, "all.atom")).read()
    asked = len(origin.asked("/ferry"))
    p.once()
    text = entry(p, "Ferry").findtext(ATOM + "content")
    assert "part 5 of the story" in text and "part 3" not in text, text
    assert asked == 0 and len(origin.asked("/ferry")) == 1
    assert len(origin.asked("/dues")) == 1 and len(origin.asked("/lamp")) == 1  # again in an hour, and not at all
    tries = p.ledger("SELECT tries, state FROM page ORDER BY state, tries")
    assert tries == [(1, 1), (1, 2), (1, 2)], tries


def readers_never_see_the_teaser_first(at):
    origin = Origin()
    origin.put("/feed", teasers(origin, LEADS))
    put_articles(origin)
    p = at(Place('source "post" { url = "%s/feed"  full-text = true }' % origin.url))
    p.start()
    seen = integration.wait_for("the articles", lambda: re.findall(rb"<entry\b.*?</entry>", p.get("/feeds/all.atom")[2], re.DOTALL))
    assert all(b"part 5 of the story" in e for e in seen), seen
    integration.wait_for("all of them", lambda: p.get("/feeds/all.atom")[2].count(b"</entry>") == 3)
    assert p.status()["pages_read"] == 3 and p.stop() == 0


def nor_while_pages_from_before_are_being_read(at):
    origin = Origin()
    put_articles(origin)
    origin.put("/feed", teasers(origin, {"lamp": LEADS["lamp"]}))
    origin.gates["/lamp"] = threading.Event()
    p = at(Place('source "post" { url = "%s/feed"  full-text = true }' % origin.url))
    p.start()
    integration.wait_for("the page", lambda: origin.asked("/lamp"))
    origin.put("/feed", teasers(origin, LEADS))
    p.run("refresh", "--config", p.conf, "post")
    integration.wait_for("the other articles", lambda: p.ledger("SELECT count(*) FROM article") == [(3,)])
    integration.wait_for("the end of its cycle", lambda: p.status()["cycles_in_flight"] == 0)
    origin.gates["/lamp"].set()

    def shown():
        seen = re.findall(rb"<entry\b.*?</entry>", p.get("/feeds/all.atom")[2], re.DOTALL)
        assert all(b"part 5 of the story" in e for e in seen), seen
        return len(seen)

    integration.wait_for("all of them", lambda: shown() == 3)
    assert p.status()["pages_read"] == 3 and p.stop() == 0


def an_article_on_several_pages_is_one(at):
    origin = Origin()
    origin.put("/feed", teasers(origin, {"lamp": LEADS["lamp"]}))
    for n in range(1, 8):
        body = article_page("Lamp", LEADS["lamp"] if n == 1 else "Leaf %d of it goes on here, and on." % n, "leaf-%d" % n)
        origin.put("/lamp" if n == 1 else "/lamp/%d" % n, body.replace("</article>", "<a rel='next' href='/lamp/%d'>more</a></article>" % (n + 1))
                   .replace("/img/leaf-%d" % n, "/img/lamp"),
                   Content_Type="text/html")
    p = at(Place('source "post" { url = "%s/feed"  full-text = true }' % origin.url))
    p.once()
    text = entry(p, "Lamp").findtext(ATOM + "content")
    places = [text.find("keepers of the leaf-%d" % n) for n in range(1, 6)]
    assert -1 not in places and places == sorted(places) and "leaf-6" not in text, places
    assert text.count("/img/lamp.jpg") == 1 and text.count("Three keepers below") == 1, text
    assert len(origin.asked("/lamp/5")) == 1 and not origin.asked("/lamp/6")


def a_site_whose_robots_txt_fails_is_left_alone(at):
    origin = Origin()
    origin.put("/feed", teasers(origin, LEADS))
    origin.put("/robots.txt", "down", status=503)
    put_articles(origin)
    p = at(Place('source "post" { url = "%s/feed"  full-text = true }' % origin.url))
    p.start()
    integration.wait_for("the teasers", lambda: os.path.exists(os.path.join(p.out, "all.atom")) and len(p.entries()) == 3)
    assert not [1 for name in LEADS if origin.asked("/" + name)] and len(origin.asked("/robots.txt")) == 1
    assert p.status()["pages_failed"] == 3 and p.status()["pages_waiting"] == 0, p.status()
    assert p.stop() == 0


def a_redirect_of_a_page_is_asked_for_first(at):
    here, there = Origin(), Origin()
    here.put("/feed", teasers(here, LEADS))
    here.put("/robots.txt", "User-agent: *\nDisallow: /shut\n")
    there.put("/robots.txt", "User-agent: *\nDisallow: /dues\nCrawl-delay: 1\n")
    put_articles(there)
    here.put("/shut/ferry", article_page("Ferry", LEADS["ferry"], "ferry"), Content_Type="text/html")
    here.put("/lamp", "", status=302, Location=there.url + "/lamp")
    here.put("/dues", "", status=301, Location=there.url + "/dues")
    here.put("/ferry", "", status=307, Location="/shut/ferry")
    there.put("/lamp", article_page("Lamp", LEADS["lamp"], "lamp").replace("</article>", "<a rel='next' href='/lamp/2'>more</a></article>"),
              Content_Type="text/html")
    there.put("/lamp/2", article_page("Lamp", "Leaf 2 of it.", "leaf"), Content_Type="text/html")
    p = at(Place('source "post" { url = "%s/feed"  full-text = true  allow-private = true }' % here.url))
    p.once()
    assert "part 5 of the story" in entry(p, "Lamp").findtext(ATOM + "content")
    assert not there.asked("/dues") and not here.asked("/shut/ferry"), (there.seen, here.seen)
    assert len(there.asked("/robots.txt")) == 1 and [r[0] for r in there.seen] == ["/robots.txt", "/lamp", "/lamp/2"], there.seen
    assert there.times[2] - there.times[1] > 0.9  # as slowly as that site wants
    for title, url in (("Dues", there.url + "/dues"), ("Ferry", here.url + "/shut/ferry")):
        assert "part 5" not in ElementTree.tostring(entry(p, title), encoding="unicode")
        assert "given up: %s: robots.txt forbids it" % url in p.run("explain", p.entries()[title], "--config", p.conf).stdout


def a_page_that_leads_round_or_home_is_none(at):
    origin = Origin()
    origin.put("/feed", teasers(origin, {"lamp": LEADS["lamp"], "dues": LEADS["dues"]}))
    origin.put("/lamp", "", status=302, Location="/lamp?again")
    origin.put("/lamp?again", "", status=302, Location="/lamp")
    origin.put("/dues", "", status=301, Location="/")
    origin.put("/", article_page("Dues", LEADS["dues"], "front"), Content_Type="text/html")
    p = at(Place('source "post" { url = "%s/feed"  full-text = true }' % origin.url))
    p.once()
    assert sorted(p.entries()) == ["Dues", "Lamp"] and not origin.asked("/")
    assert len(origin.asked("/lamp")) + len(origin.asked("/lamp?again")) == 6, origin.seen
    assert "more than the limit of 5 redirects" in p.run("explain", p.entries()["Lamp"], "--config", p.conf).stdout
    assert "leads to the front page" in p.run("explain", p.entries()["Dues"], "--config", p.conf).stdout


def a_site_is_read_as_slowly_as_it_wants(at):
    origin = Origin()
    origin.put("/feed", teasers(origin, LEADS))
    origin.put("/robots.txt", "User-agent: *\nCrawl-delay: 1\n")
    put_articles(origin)
    p = at(Place('source "post" { url = "%s/feed"  full-text = true }' % origin.url))
    p.once()
    times = [when for (path, *_), when in zip(origin.seen, origin.times) if path[1:] in LEADS]
    assert len(times) == 3 and all(b - a > 0.9 for a, b in zip(times, times[1:])), times


def a_robots_txt_is_asked_once_a_day(at):
    origin = Origin()
    origin.put("/robots.txt", "User-agent: *\nDisallow: /dues\n")
    put_articles(origin)
    p = at(Place('source "post" { url = "%s/feed"  full-text = true }' % origin.url))
    leads = {}
    for name, lead in LEADS.items():
        leads[name] = lead
        origin.put("/feed", teasers(origin, leads))
        p.once()
    assert len(origin.asked("/robots.txt")) == 1 and not origin.asked("/dues"), origin.seen
    assert len(origin.asked("/lamp")) == len(origin.asked("/ferry")) == 1
    assert p.ledger("SELECT count(*), min(until_s)>strftime('%s')+80000 FROM robots") == [(1, 1)]
    with integration.sqlite3.connect(os.path.join(p.state, "ledger.db")) as db:
        db.execute("UPDATE robots SET until_s=1")
    origin.put("/robots.txt", "down", status=503)
    for name in ("more", "most"):
        leads[name] = "One more of the stories of which the harbour has so many to tell."
        origin.put("/feed", teasers(origin, leads))
        p.once()
    assert len(origin.asked("/robots.txt")) == 2 and not origin.asked("/more"), origin.seen  # that it failed is kept for a while


def script(place, name, text):
    path = os.path.join(place.dir, name)
    with open(path, "w") as f:
        f.write(text)
    os.chmod(path, 0o755)


def failure(place):
    return json.loads(place.run("list", "--failing", "--json", "--config", place.conf).stdout)[0]["error"]


def what_a_command_prints_is_a_source(at):
    p = at(Place('source "job" { command = {"./job", "a b", "*"}  timeout = 2s  max-size = 100K }'))
    feed = integration.rss([("1", "$1|$2|$FEEDWRIGHT_SOURCE")])
    script(p, "job", '#!/bin/sh\ncat <<E\n%s\nE\n' % feed)
    p.once()
    assert list(p.entries()) == ["a b|*|job"], p.entries()  # no shell has looked at its words
    script(p, "job", "#!/bin/sh\necho oh no >&2\necho second >&2\nexit 3\n")
    p.once()
    assert "exit status 3: oh no" in failure(p) and list(p.entries()) == ["a b|*|job"], failure(p)
    script(p, "job", "#!/bin/sh\nyes\n")
    p.once()
    assert "max-size" in failure(p), failure(p)
    left = os.path.join(p.dir, "left")
    script(p, "job", "#!/bin/sh\n(sleep 5; touch %s) &\nsleep 60\n" % left)
    p.once()
    assert "too long" in failure(p), failure(p)
    script(p, "job", '#!/bin/sh\ncat <<E\n%s\nE\n' % integration.rss([("2", "$(ulimit -v) $(ulimit -t) $(ulimit -c)")]))
    p.once()
    assert "1048576 2 0" in p.entries() and not os.path.exists(left), p.entries()
    p.configure('source "job" { command = {"no-such-program-here"} }')
    p.once()
    assert "cannot be run" in failure(p), failure(p)


def a_filter_changes_what_came(at):
    origin = Origin()
    origin.put("/feed", integration.rss([("1", "One")]))
    p = at(Place('source "web" { url = "%s/feed"  filter = {"sed", "s/One/Other/g"} }' % origin.url))
    p.once()
    assert list(p.entries()) == ["Other"]
    origin.put("/feed", integration.rss([("1", "One"), ("2", "Two")]))
    p.configure('source "web" { url = "%s/feed"  filter = {"false"} }' % origin.url)
    p.once()
    assert list(p.entries()) == ["Other"] and "exit status 1" in failure(p)


def a_command_may_print_a_page_or_json(at):
    p = at(Place('source "a" { command = {"./page"}  item = "li" }  source "b" { command = {"./json"}  kind = json  item = "@"  item.title = "t" }'))
    script(p, "page", "#!/bin/sh\necho '<html><body><ul><li><a href=\"http://a.example/1\">From a page</a></ul></body></html>'\n")
    script(p, "json", "#!/bin/sh\necho '[{\"t\":\"From JSON\"}]'\n")
    p.once()
    assert sorted(p.entries()) == ["From JSON", "From a page"], p.entries()


MAIL = """From: =?utf-8?Q?Ada_L=C3=B8nne?= <ada@letters.example>
To: me@here.example
Subject: =?ISO-8859-1?Q?Hafenpost_Nr=2E_3=3A_Wetter_und?=
 =?iso-8859-1?B?IEL2ZW4=?=
Date: Fri, 14 Mar 2025 18:30:00 +0100
Message-ID: <n3@letters.example>
Archived-At: <https://letters.example/3>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer; x"

--outer; x
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8

Only text.
--inner
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

<p>The pier =96 <a href=3D"https://a.example/pier">is open</a>, and a line =
goes on.<img src=3D"cid:1"></p><script>alert(1)</script>
--inner--
--outer; x
Content-Type: text/html
Content-Disposition: attachment; filename=x.html

<p>not this</p>
--outer; x--
"""


def mails_become_articles(at):
    p = at(Place('source "letters" { kind = maildir  path = "mail" }'))
    for sub in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(p.dir, "mail", sub))
    with open(os.path.join(p.dir, "mail", "new", "1741973400.M1.host"), "w") as f:
        f.write(MAIL)
    with open(os.path.join(p.dir, "mail", "cur", "1741973401.M2.host:2,S"), "wb") as f:
        f.write(b"From: b@x.example\r\nSubject: Caf\xe9\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n8NLJ18XU\r\n")
    p.once()
    assert sorted(p.entries()) == ["Café", "Hafenpost Nr. 3: Wetter und Böen"], p.entries()
    e = entry(p, "Hafenpost Nr. 3: Wetter und Böen")
    assert e.findtext(ATOM + "published") == "2025-03-14T17:30:00Z"
    assert e.find(ATOM + "author").findtext(ATOM + "name") == "Ada Lønne"
    content = e.findtext(ATOM + "content")
    assert "The pier – " in content and "a line goes on." in content and "alert" not in content and "not this" not in content, content
    assert "Привет" in entry(p, "Café").findtext(ATOM + "content")
    before = p.entries()
    os.rename(os.path.join(p.dir, "mail", "new", "1741973400.M1.host"), os.path.join(p.dir, "mail", "cur", "1741973400.M1.host:2,RS"))
    os.unlink(os.path.join(p.dir, "mail", "cur", "1741973401.M2.host:2,S"))
    p.once()  # read, and thrown away
    assert p.entries() == before


def try_looks_at_folders_and_mails(at):
    p = at(Place('source "letters" { kind = maildir  path = "mail"  items = 1 }  source "desk" { path = "articles" }'))
    for sub in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(p.dir, "mail", sub))
    for n, name in enumerate(("1741973400.M1.host", "1741973401.M2.host")):
        path = os.path.join(p.dir, "mail", "new", name)
        with open(path, "w") as f:
            f.write(MAIL.replace("Hafenpost", "Kanalpost") if n else MAIL)
        os.utime(path, (1741973400 + n, 1741973400 + n))
    said = p.run("try", "-c", p.conf, "letters").stdout
    assert "maildir  %s\n         2 mails, the newest 1 are taken\nfile     1741973401.M2.host, " % os.path.join(p.dir, "mail") in said, said
    assert "mail\nparse    maildir, 1 articles" in said and "article  Kanalpost Nr. 3" in said and "by Ada" in said, said
    assert "2 mails\n" in p.run("try", "mail").stdout
    p.write("tower.txt", integration.ARTICLE)
    p.write("none.md", "")
    p.write("picture.jpg", "")
    r = p.run("try", "-c", p.conf, "desk", check=False)
    assert r.returncode == 1 and "2 article files, 1 that is none by its name is left alone" in r.stdout, r.stdout
    assert "failed   none.md, 0 bytes" in r.stdout and "file     tower.txt, " in r.stdout and "article  Keepers Vote" in r.stdout, r.stdout
    os.unlink(os.path.join(p.articles, "none.md"))
    os.rename(p.articles, p.articles + ' of "ours"')
    with open(os.path.join(p.dir, "pasted.conf"), "w") as f:
        f.write(p.run("try", "--config", p.articles + ' of "ours"').stdout + p.run("try", "--config", "mail").stdout)
    p.run("check", "--config", "pasted.conf")
    assert "Keepers Vote" in p.run("try", "-c", "pasted.conf", "articlesofours").stdout
    assert json.loads(p.run("try", "--json", "mail").stdout)["format"] == "maildir"
    assert p.run("try", "-c", p.conf, "desk", check=False).returncode == 1


def try_tells_what_each_rule_found(at):
    origin = Origin()
    origin.put("/", page([(7, "pier", "The Pier", "14.03.2025 18:30 Uhr"), (6, "tide", "The Tide", "soon")]), Content_Type="text/html")
    p = at(Place('source "press" { url = "%s/" %s }  source "none" { url = "%s/"  item = ".gone" }' % (origin.url, RULES, origin.url)))
    said = p.run("try", "-c", p.conf, "press").stdout
    assert 'item = "article.teaser": 2 matches' in said, said
    assert 'item.title = "h3": 2 matches\n         first: The Pier' in said, said
    assert 'item.link = ".missing a": 0 matches' in said, said
    assert 'item 2: item.date: no date that can be read\n         in: soon' in said, said
    r = p.run("try", "-c", p.conf, "none", check=False)
    assert r.returncode == 1 and '".gone": 0 matches' in r.stdout and ".gone" in r.stderr, r.stdout + r.stderr


def discover_lists_what_a_site_offers(at):
    origin = Origin()
    links = "<link rel='alternate' type='application/atom+xml' href='/atom' title='All'><link rel='alternate' type='application/rss+xml' href='/no'>"
    origin.put("/", integration.news_page([("a%d" % n, "What happened on day %d of it" % n) for n in range(8)]).replace("<title>", links + "<title>"),
               Content_Type="text/html")
    origin.put("/atom", "<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x:1</id><title>T</title><updated>2025-01-01T00:00:00Z</updated>"
               "<link rel='hub' href='https://hub.example/'/><entry><id>urn:x:2</id><title>E</title><updated>2025-01-01T00:00:00Z</updated></entry></feed>")
    origin.put("/robots.txt", "Sitemap: %s/map.xml\n" % origin.url)
    p = at(Place('source "x" { url = "%s/" }' % origin.url))
    found = json.loads(p.run("discover", "--json", origin.url + "/").stdout)
    assert [f["url"] for f in found["feeds"] if "problem" not in f] == [origin.url + "/atom"], found
    assert [f for f in found["feeds"] if "problem" in f][0]["url"] == origin.url + "/no"
    assert found["hubs"][0]["url"] == "https://hub.example/" and found["sitemaps"][0]["url"] == origin.url + "/map.xml", found
    assert any(c["count"] == 8 for c in found["lists"]), found
    said = p.run("discover", origin.url + "/").stdout
    assert "feed     %s/atom (atom10, 1 articles) All" % origin.url in said and "hub      https://hub.example/" in said, said
    assert p.run("discover", "not-a-url", check=False).returncode == 2


def discover_asks_where_feeds_usually_are(at):
    origin = Origin()
    origin.put("/", integration.news_page([("a%d" % n, "What happened on day %d of it" % n) for n in range(8)]), Content_Type="text/html")
    origin.put("/robots.txt", "User-agent: *\nDisallow: /feed$\n")
    origin.put("/rss.xml", "", status=301, Location="https://elsewhere.example/rss")
    origin.put("/feed.xml", "", status=302, Location="/feeds/main")
    origin.put("/feeds/main", integration.news_page([]), Content_Type="text/html")
    origin.put("/atom.xml", integration.rss([("1", "One")]))
    origin.put("/index.xml", integration.rss([("1", "One")]))
    origin.put("/sitemap.xml", URLSET % place(origin, "x", 1))
    p = at(Place('source "x" { url = "%s/" }' % origin.url))
    found = json.loads(p.run("discover", "--json", origin.url + "/").stdout)
    assert [f["url"] for f in found["feeds"]] == [origin.url + "/atom.xml"], found
    assert found["sitemaps"][0]["url"] == origin.url + "/sitemap.xml" and any(c["count"] == 8 for c in found["lists"]), found
    asked = {a["url"][len(origin.url):]: a["outcome"] for a in found["asked"]}
    assert "/feeds/main" in asked and "/feed.xml" not in asked, asked
    assert asked["/feed"] == "robots.txt forbids it" and asked["/rss.xml"] == "leads to https://elsewhere.example/rss", asked
    assert asked["/atom.xml"] == asked["/sitemap.xml"] == "found" and "/index.xml" not in asked, asked
    assert [r[0] for r in origin.seen] == ["/", "/robots.txt", "/rss.xml", "/feed.xml", "/feeds/main", "/atom.xml", "/sitemap.xml"], origin.seen
    said = p.run("discover", origin.url + "/").stdout
    assert "asked    %s/feed: robots.txt forbids it" % origin.url in said and "feed     %s/atom.xml (rss20, 1 articles)" % origin.url in said, said
    origin.put("/robots.txt", "down", status=503)
    n = len(origin.seen)
    p.run("discover", origin.url + "/")
    assert [r[0] for r in origin.seen[n:]] == ["/", "/robots.txt"]


def a_guess_of_polling_heeds_robots_txt(at):
    origin = Origin()
    origin.put("/", integration.news_page([("a%d" % n, "What happened on day %d of it" % n) for n in range(8)]), Content_Type="text/html")
    origin.put("/robots.txt", "User-agent: *\nDisallow: /feed\nDisallow: /shut\n")
    origin.put("/feed", integration.rss([("1", "Forbidden")]))
    origin.put("/shut", integration.rss([("1", "Forbidden")]))
    origin.put("/rss.xml", "", status=302, Location="/shut")
    p = at(Place('source "web" { url = "%s/" }' % origin.url))
    p.once()
    assert [r[0] for r in origin.seen] == ["/"] and len(p.entries()) == 8  # nobody wants guesses
    p.configure('source "web" { url = "%s/?"  discover = yes }' % origin.url)
    origin.put("/?", origin.pages["/"][2], Content_Type="text/html")
    p.once()
    assert not origin.asked("/feed") and not origin.asked("/feed.xml") and not origin.asked("/shut"), origin.seen
    assert [r[0] for r in origin.seen[1:]] == ["/?", "/robots.txt", "/rss.xml", "/atom.xml", "/index.xml", "/rss"], origin.seen
    assert "Forbidden" not in p.entries()


TESTS = [
    try_looks_at_folders_and_mails,
    try_tells_what_each_rule_found,
    discover_lists_what_a_site_offers,
    discover_asks_where_feeds_usually_are,
    a_guess_of_polling_heeds_robots_txt,
    what_a_command_prints_is_a_source,
    a_filter_changes_what_came,
    a_command_may_print_a_page_or_json,
    mails_become_articles,
    full_text_comes_from_the_pages_that_may_be_read,
    a_page_that_is_no_match_or_fails_leaves_the_teaser,
    readers_never_see_the_teaser_first,
    nor_while_pages_from_before_are_being_read,
    an_article_on_several_pages_is_one,
    a_site_whose_robots_txt_fails_is_left_alone,
    a_robots_txt_is_asked_once_a_day,
    a_redirect_of_a_page_is_asked_for_first,
    a_page_that_leads_round_or_home_is_none,
    a_site_is_read_as_slowly_as_it_wants,
    another_program_reads_again_and_shows_nothing_as_new,
    of_an_index_only_what_has_changed_is_fetched,
    of_many_files_that_change_at_once_all_have_their_turn,
    parts_without_a_date_are_asked_by_their_validators,
    a_later_date_leads_to_the_page_again,
    a_sitemap_is_found_opened_and_read,
    titles_of_a_sitemap_come_from_its_pages,
    a_sitemap_of_fifty_thousand_is_no_flood,
    pages_may_be_left_alone,
    full_text_that_is_asked_for_later_reaches_what_feeds_show,
    a_page_that_failed_is_tried_again_in_its_time,
    every_sitemap_of_a_robots_txt_is_read,
    of_a_large_sitemap_the_newest_are_taken,
    selectors_make_a_feed_of_a_page,
    a_list_that_goes_on_is_followed_so_far,
    a_following_page_that_fails_loses_nothing,
    new_rules_read_the_same_page_again,
    selectors_that_find_nothing_are_an_error_and_lose_nothing,
    an_api_becomes_a_feed,
    a_page_of_what_is_new_becomes_a_feed,
]

if __name__ == "__main__":
    integration.TESTS = TESTS
    integration.main()
