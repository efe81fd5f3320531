#!/usr/bin/env python3
"""Rules for the pages of sites, as their users meet them. Speaks TAP; the rig is integration.py's."""
import json
import os
import re
import signal

import integration
from integration import ATOM, Origin, Place
from integration_sources import LEADS, TEASER, article_page, entry, teasers

FULL = 'source "post" { url = "%s/feed"  full-text = true }'
BARE = TEASER.replace("<pubDate>Fri, 14 Mar 2025 10:00:00 GMT</pubDate>", "")

# Nothing in it says what is the article: what the noise says is longer, and better marked.
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>%(title)s</title></head><body><h1>The day in short</h1><main><article>%(noise)s</article></main>"
    "<div class='col'><h4 class='t'>%(title)s</h4><i class='by'>By Ada Lind</i><i class='at'>14.03.2025 11:30 Uhr</i>"
    "<img class='pic' src='/img/%(name)s.jpg'><div class='%(box)s'><p>%(lead)s</p>%(more)s<p class='ask'>Become a friend of the keepers.</p></div></div></body></html>"
)


def page(name, box="txt"):
    more = "".join("<p>The keepers of the %s tell part %d of the story, which took a whole winter, and for which nobody was paid.</p>" % (name, n) for n in range(4))
    noise = "".join("<p>Weather and tides of day %d: the wind comes from the west, as it did before, and the water is as high as it ever was.</p>" % n for n in range(12))
    return PAGE % {"title": name.title(), "name": name, "box": box, "lead": LEADS[name], "more": more, "noise": noise}


def serve(origin, names, box="txt", item=TEASER):
    origin.put("/feed", teasers(origin, {}, "".join(item % (n.title(), n, origin.url, n, LEADS[n]) for n in names)))
    for n in names:
        origin.put("/" + n, page(n, box), Content_Type="text/html")


def write_rules(place, text, name="harbour.conf"):
    os.makedirs(os.path.join(place.dir, "sites"), exist_ok=True)
    path = os.path.join(place.dir, "sites", name)
    with open(path, "w") as f:
        f.write(text)
    return os.path.realpath(path)


def explained(place, title):
    found = json.loads(place.run("explain", "--json", place.entries()[title], "--config", place.conf).stdout)
    return found[0]


def a_sites_rules_read_its_pages(at):
    origin = Origin()
    serve(origin, ["lamp"], item=BARE)
    p = at(Place(FULL % origin.url))
    path = write_rules(p, """# the harbour's paper
site "127.0.0.1" {
	content = {".none", ".txt"}  strip = ".ask"
	author = ".by"  image = ".pic"
	date = ".at"  date.format = "%d.%m.%Y %H:%M Uhr"  date.timezone = "Europe/Zurich"
}
""")
    p.once()
    e = entry(p, "Lamp")
    text = e.findtext(ATOM + "content")
    assert "part 3 of the story" in text and "Weather" not in text and "friend of" not in text, text
    assert e.find(ATOM + "author").findtext(ATOM + "name") == "Ada Lind"
    assert e.findtext(ATOM + "published") == "2025-03-14T10:30:00Z", e.findtext(ATOM + "published")
    known = explained(p, "Lamp")
    assert known["page"] == "read, content by %s:3" % path, known["page"]
    assert {f["field"]: f["value"] for f in known["fields"]}["image"] == origin.url + "/img/lamp.jpg"
    assert "names nothing" not in p.said, p.said


def a_rule_that_names_nothing_is_told_once_and_leaves_the_article(at):
    origin = Origin()
    serve(origin, ["lamp", "dues", "ferry"])
    for name, lead in LEADS.items():  # pages in which the article is found without rules
        origin.put("/" + name, article_page(name.title(), lead, name), Content_Type="text/html")
    p = at(Place(FULL % origin.url))
    path = write_rules(p, 'site "127.0.0.1" {\n\tcontent = ".gone"\n\ttitle = "h1"\n\tauthor = ".nobody"\n}\n')
    p.once()
    assert len(p.entries()) == 3
    for title in p.entries():
        text = entry(p, title).findtext(ATOM + "content")
        assert "part 3 of the story" in text, text
        assert entry(p, title).find(ATOM + "author").findtext(ATOM + "name") == "Ada Lind"
    assert p.said.count("%s:2: content names nothing in %s/" % (path, origin.url)) == 1, p.said
    assert p.said.count("%s:4: author names nothing in %s/" % (path, origin.url)) == 1, p.said
    assert explained(p, "Lamp")["page"] == "read, %s:2: content names nothing; %s:4: author names nothing" % (path, path), explained(p, "Lamp")["page"]


def the_sources_own_rules_come_before_the_sites(at):
    origin = Origin()
    serve(origin, ["lamp"])
    p = at(Place((FULL % origin.url).replace("full-text = true", "full-text = true  content = \".col\"")))
    write_rules(p, 'site "127.0.0.1" { content = ".txt" }\n')
    p.once()
    assert "friend of the keepers" in entry(p, "Lamp").findtext(ATOM + "content")
    assert explained(p, "Lamp")["page"].startswith("read, content by %s:" % p.conf), explained(p, "Lamp")["page"]


def a_reload_changes_the_rules_and_a_mistake_in_them_changes_nothing(at):
    origin = Origin()
    serve(origin, ["lamp"])
    p = at(Place(FULL % origin.url))
    path = write_rules(p, 'site "127.0.0.1" {\n\tcontent = ".txt"\n}\n')
    p.start()

    def shown(title):
        integration.wait_for(title, lambda: os.path.exists(os.path.join(p.out, "all.atom")) and title in p.entries())
        return entry(p, title).findtext(ATOM + "content") or ""

    def refresh(names):
        serve(origin, names, box="body-of-it")
        p.signal(signal.SIGUSR1)

    assert "part 3 of the story" in shown("Lamp")
    write_rules(p, 'site "127.0.0.1" {\n\tcontent = "div >"\n}\n')
    p.signal(signal.SIGHUP)
    integration.wait_for("the mistake", lambda: "%s:2:" % path in p.log())
    refresh(["lamp", "dues"])  # by the rules that were: they name nothing in the rebuilt page
    assert "Weather" not in shown("Dues") and "part 3" not in shown("Dues"), shown("Dues")  # what is there is no match for the teaser
    integration.wait_for("the word of it", lambda: "%s:2: content names nothing in %s/dues" % (path, origin.url) in p.log())
    write_rules(p, 'site "127.0.0.1" {\n\tcontent = ".body-of-it"\n}\n')
    p.signal(signal.SIGHUP)
    integration.wait_for("the reload", lambda: p.log().count("reload") > 1)
    refresh(["lamp", "dues", "ferry"])
    assert "part 3 of the story" in shown("Ferry")
    assert explained(p, "Ferry")["page"] == "read, content by %s:2" % path
    assert p.stop() == 0


def articles_of_a_page_are_read_by_the_rules_of_their_site(at):
    origin = Origin()
    serve(origin, LEADS)
    rows = "".join("<li><a href='/%s'>%s</a></li>" % (name, name.title()) for name in LEADS)
    origin.put("/", "<html><body><ul>%s</ul></body></html>" % rows, Content_Type="text/html")
    p = at(Place('source "list" { url = "%s/"  item = "li"  full-text = true }' % origin.url))
    path = write_rules(p, 'site "127.0.0.1" { content = ".txt"  strip = ".ask"  title = ".t"  summary = ".txt p" }\n')
    p.once()
    for name, lead in LEADS.items():
        text = entry(p, name.title()).findtext(ATOM + "content")
        assert lead in text and "part 3 of the story" in text and "friend of" not in text and "Weather" not in text, text
        assert explained(p, name.title())["page"] == "read, content by %s:1" % path
    p.configure('source "map" { url = "%s/map.xml"  kind = sitemap }' % origin.url)
    origin.put("/map.xml", "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>" % "".join(
        "<url><loc>%s/%s</loc><lastmod>2025-03-14</lastmod></url>" % (origin.url, name) for name in LEADS))
    for name in LEADS:
        origin.put("/" + name, page(name).replace("<title>%s</title>" % name.title(), "<title>The harbour paper</title>"), Content_Type="text/html")
    p.once()
    p.once()
    assert sorted(p.entries()) == ["Dues", "Ferry", "Lamp"], p.entries()  # not "The harbour paper", nor "The day in short"


def next_of_a_site_leads_on(at):
    origin = Origin()
    serve(origin, ["lamp"])
    first = page("lamp")
    origin.put("/lamp", first.replace("</body>", "<a class='on' href='/leaf?of=lamp&amp;n=b'>on</a></body>"), Content_Type="text/html")
    origin.put("/leaf?of=lamp&n=b", first.replace("keepers of the", "widows of the").replace(LEADS["lamp"], "It goes on."), Content_Type="text/html")
    p = at(Place(FULL % origin.url))
    write_rules(p, 'site "127.0.0.1" { content = ".txt"  next = "a.on" }\n')
    p.once()
    text = entry(p, "Lamp").findtext(ATOM + "content")
    assert 0 < text.find("keepers of the lamp tell part 3") < text.find("widows of the lamp tell part 3"), text


def extract_reads_by_rules_that_are_named(at):
    p = at(Place('source "post" { path = "articles" }'))
    p.write("page.html", page("lamp"))
    file = os.path.join(p.articles, "page.html")
    write_rules(p, 'site "*.harbour.example/news" { content = ".txt"  strip = ".ask"  title = ".t" }\n')
    read = lambda *words, **how: p.run("extract", "--json", *words, file, **how)
    for option in (("--config", p.conf), ("--sites", os.path.join(p.dir, "sites"))):
        got = json.loads(read("--base", "https://www.harbour.example/news/lamp", *option).stdout)
        assert got["title"] == "Lamp" and got["method"] == "rule" and "friend of" not in got["content_text"], got
        got = json.loads(read("--base", "https://www.harbour.example/about/lamp", *option).stdout)
        assert got["method"] != "rule", got
    refused = read("--config", p.conf, check=False)
    assert refused.returncode == 2 and "without --base" in refused.stderr, refused
    write_rules(p, 'site "*.harbour.example" { content = "div >" }\n', "wrong.conf")
    refused = read("--sites", os.path.join(p.dir, "sites"), "--base", "https://harbour.example/", check=False)
    assert refused.returncode == 2 and "wrong.conf:1:44: error: content: expected a selector" in refused.stderr, refused


def try_tells_how_rules_read_a_page(at):
    origin = Origin()
    serve(origin, ["lamp"])
    p = at(Place(FULL % origin.url))
    path = write_rules(p, 'site "127.0.0.1" {\n\tcontent = {".none", ".txt"}\n\tstrip = ".ask"\n\ttitle = ".no"\n}\n')
    sites = os.path.dirname(path)
    for words in (("--article", "--sites", sites), ("--sites", sites), ("-c", p.conf)):  # an address with rules needs no word for it
        said = p.run("try", *words, origin.url + "/lamp").stdout
        assert "status 200" in said and "site     127.0.0.1, %s:1\n" % path in said, said
        assert 'rule     strip = ".ask": 1 match, taken out\n         first: Become a friend of the keepers.\n         from %s:3' % path in said, said
        assert 'content = ".none": 0 matches\n' in said and 'content = ".txt": 1 match, taken\n         first: %s' % LEADS["lamp"][:40] in said, said
        assert 'title = ".no": 0 matches' in said and "text     what content names, by %s:2" % path in said, said
    write_rules(p, 'site "127.0.0.1" { content = ".gone" }\nsite "other.example" { when = ".x"  content = ".y" }\n')
    said = p.run("try", "--article", "--sites", sites, origin.url + "/lamp").stdout
    assert "for content names nothing in the page" in said and "article  " in said, said
    said = p.run("try", "-c", p.conf, "post").stdout  # a source: its feed, and the page of its first article
    assert "robots   allows this page\n" in said and "rss20" in said and "fetch    %s/lamp" % origin.url in said and 'content = ".gone": 0 matches' in said, said
    for body, status, want in (("User-agent: *\nDisallow: /la", 200, "forbids this page to feedwright"), ("User-agent: *\nCrawl-delay: 3", 200, "allows this page, 3 s between"),
                               ("", 503, "does not come")):
        origin.put("/robots.txt", body, status=status)
        assert "robots   " + want in p.run("try", "-c", p.conf, "post").stdout
    said = p.run("try", "--article", "--sites", sites, "--json", origin.url + "/lamp").stdout
    found = json.loads(said)
    assert found["entries"][0]["title"] and found["rule_reports"][0]["key"] == "content" and found["rule_reports"][0]["matches"] == 0, said
    assert found["entries"][0]["page_rules"].endswith("harbour.conf:1: content names nothing"), said
    write_rules(p, 'site "127.0.0.1" { content = ".gone >" }\n')
    refused = p.run("try", "--article", "--sites", sites, origin.url + "/lamp", check=False)
    assert refused.returncode == 2 and "harbour.conf:1:38" in refused.stderr, refused.stderr


def try_proposes_rules_that_read_a_page_alike(at):
    p = at(Place('source "post" { path = "articles" }'))
    body = article_page("Lamp", LEADS["lamp"], "lamp").replace("<p class='byline'>", "<div class='share-bar'><a href='/x'>Share it</a></div><p class='byline'>")
    p.write("page.html", body.replace("<article>", "<article class='story-body'>"))
    file, base = os.path.join(p.articles, "page.html"), "https://www.harbour.example/lamp"
    said = p.run("try", "--article", "--config", "--base", base, file).stdout
    assert 'site "www.harbour.example" {\n\tcontent = "' in said and ".share-bar" in said, said
    share = int(re.search(r"read (\d+) % of it alike", said).group(1))
    write_rules(p, said)
    read = lambda *words: json.loads(p.run("extract", "--json", "--base", base, *words, file).stdout)
    plain, ruled = read(), read("--sites", "sites")
    assert ruled["method"] == "rule" and plain["method"] != "rule" and "Share it" not in ruled["content_text"]
    assert share >= 90 and "part 5 of the story" in ruled["content_text"] and "Imprint" not in ruled["content_text"], (share, ruled)
    r = p.run("try", "--article", "--config", "--sites", "sites", "--base", base, file, check=False)
    assert r.returncode == 1 and "there are rules for it" in r.stderr and not r.stdout, r.stderr


TESTS = [
    a_sites_rules_read_its_pages,
    a_rule_that_names_nothing_is_told_once_and_leaves_the_article,
    the_sources_own_rules_come_before_the_sites,
    a_reload_changes_the_rules_and_a_mistake_in_them_changes_nothing,
    articles_of_a_page_are_read_by_the_rules_of_their_site,
    next_of_a_site_leads_on,
    extract_reads_by_rules_that_are_named,
    try_tells_how_rules_read_a_page,
    try_proposes_rules_that_read_a_page_alike,
]

if __name__ == "__main__":
    integration.TESTS = TESTS
    integration.main()
