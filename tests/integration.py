#!/usr/bin/env python3
"""The program as its users meet it: real processes, sockets, files and signals, all on this machine. Speaks TAP."""
import gzip
import hashlib
import http.client
import http.server
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import xml.etree.ElementTree as ElementTree

PROGRAM = os.environ.get("FEEDWRIGHT", os.path.abspath("feedwright"))
PATIENCE = 60  # seconds; for a busy machine under sanitizers, nothing is expected to take long
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
KILLS = int(os.environ.get("KILLS", "5"))
NOOPS = int(os.environ.get("NOOPS", "20"))


# ---- an origin ----


class Origin(http.server.ThreadingHTTPServer):
    """Serves what `pages` holds: path -> (status, headers, body). Answers conditional requests by ETag."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages, self.seen, self.times = {}, [], []
        self.gates = {}  # path -> threading.Event: the answer waits for it
        self.url = "http://127.0.0.1:%d" % self.server_port
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def put(self, path, body, status=200, cut=False, **headers):
        if isinstance(body, str):
            body = body.encode()
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        headers.setdefault("ETag", '"%s"' % hashlib.sha256(body).hexdigest()[:16])
        self.pages[path] = (status, headers, body, cut)

    def handle_error(self, request, client_address):
        pass  # a program that was killed does not say goodbye

    def asked(self, path):
        return [r for r in self.seen if r[0] == path]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status, headers, body, cut = self.server.pages.get(self.path, (404, {}, b"nothing", False))
        conditional = self.headers.get("If-None-Match")
        if status == 200 and conditional is not None and conditional == headers.get("ETag"):
            status, body = 304, b""
        self.server.times.append(time.monotonic())
        self.server.seen.append((self.path, status, dict(self.headers)))
        if self.path in self.server.gates:
            self.server.gates[self.path].wait(PATIENCE)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body) + (1000 if cut else 0)))
        self.end_headers()
        self.wfile.write(body)
        if cut:
            self.close_connection = True

    def log_message(self, *args):
        pass


def rss(items, title="A source"):
    return "<rss version='2.0'><channel><title>%s</title><link>http://a.example/</link><description>d</description>%s</channel></rss>" % (
        title,
        "".join(
            "<item><title>%s</title><guid isPermaLink='false'>%s</guid><link>http://a.example/%s</link>"
            "<pubDate>Sat, 26 Feb 2022 10:%02d:00 GMT</pubDate><description>&lt;p&gt;Text of %s&lt;/p&gt;</description></item>"
            % (t, g, g, n % 60, t)
            for n, (g, t) in enumerate(items)
        ),
    )


def news_page(items, card='<div class="story"><h2><a href="/news/%s">%s</a></h2><span class="date">26 February 2022</span><p>%s</p></div>'):
    menu = "<nav><a href='/'>Home</a> <a href='/about'>About us</a> <a href='/contact'>Contact</a></nav>"
    text = "What is told of it in one or two longer sentences on the list of all that is new."
    return "<!DOCTYPE html><html lang='en'><head><title>The Post</title></head><body>%s<main id='news'>%s</main></body></html>" % (
        menu, "".join(card % (slug, title, text) for slug, title in items))


# ---- one installation in a folder of its own ----


def wait_for(what, condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("waited in vain for " + what)


class Place:
    def __init__(self, sources, feeds='feed "all" { title = "Everything"  from = {"*"} }', top=""):
        self.dir = tempfile.mkdtemp(prefix="feedwright-test-")
        self.conf = os.path.join(self.dir, "feedwright.conf")
        self.state = os.path.join(self.dir, "state")
        self.out = os.path.join(self.dir, "public")
        self.articles = os.path.join(self.dir, "articles")
        self.top, self.program = top, PROGRAM
        self.process, self.said = None, ""
        os.mkdir(self.articles)
        self.configure(sources, feeds)

    def configure(self, sources, feeds='feed "all" { title = "Everything"  from = {"*"} }'):
        with open(self.conf, "w") as f:
            f.write(
                'listen = "127.0.0.1:0"\npublic-url = "https://planet.example"\nstate-dir = "state"\noutput-dir = "public"\n'
                "host-spacing = 0s\nhost-connections = 8\nworkers = 2\n%s\n%s\n%s\n" % (self.top, sources, feeds)
            )

    def write(self, name, text):
        with open(os.path.join(self.articles, name), "w") as f:
            f.write(text)

    def run(self, *words, check=True):
        r = subprocess.run([self.program, *words], capture_output=True, text=True, cwd=self.dir, timeout=PATIENCE * 5)
        self.said += r.stderr
        if check and r.returncode != 0:
            raise AssertionError("%s: status %d: %s" % (" ".join(words), r.returncode, r.stderr))
        return r

    def once(self, check=True):
        return self.run("once", "--all", "--config", self.conf, check=check)

    def start(self, *words):
        self.log_path = os.path.join(self.dir, "log")
        self.log_file = open(self.log_path, "a")
        self.process = subprocess.Popen(
            [self.program, "run", "--config", self.conf, *words], stderr=self.log_file, stdout=subprocess.DEVNULL, cwd=self.dir
        )
        wait_for("the daemon", lambda: self.process.poll() is not None or "ready version" in self.log())
        if self.process.poll() is not None:
            raise AssertionError("the daemon ended: " + self.log())
        self.url = re.findall(r"http=(http://\S+)", self.log())[-1]

    def log(self):
        with open(self.log_path) as f:
            return f.read()

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        status = self.process.wait(timeout=PATIENCE)
        self.process = None
        self.log_file.close()
        return status

    def get(self, path, **headers):
        c = http.client.HTTPConnection(self.url[len("http://"):], timeout=PATIENCE)
        c.request(headers.pop("method", "GET"), path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        r = c.getresponse()
        body = r.read()
        c.close()
        return r.status, dict(r.getheaders()), body

    def status(self):
        return json.loads(self.run("status", "--json", "--config", self.conf).stdout)

    def atom(self, name="all"):
        return ElementTree.parse(os.path.join(self.out, name + ".atom")).getroot()

    def entries(self, name="all"):
        return {e.findtext(ATOM + "title"): e.findtext(ATOM + "id") for e in self.atom(name).findall(ATOM + "entry")}

    def ledger(self, query):
        db = sqlite3.connect(os.path.join(self.state, "ledger.db"))
        try:
            return db.execute(query).fetchall()
        finally:
            db.close()

    def files(self):
        return {n: (os.stat(os.path.join(self.out, n)).st_ino, os.stat(os.path.join(self.out, n)).st_mtime_ns) for n in os.listdir(self.out)}

    def remove(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


FOLDER = 'source "desk" { path = "articles"  every = 1h }'
FOLDER_EXPIRE = 'source "desk" { path = "articles"  every = 1h  on-delete = expire }'
ARTICLE = """Light, Salt, Patience.

Keepers Vote to Relight the Old Tower

Published: March 3, 2021
Three keepers stand below the lamp of the north tower on the morning of March 2, 2021. (Image: Ida Holm/Coast Press)

The keepers of the north tower voted on Tuesday to light its lamp again, “because ships still pass,” as one of them said.

“We never stopped cleaning it,” said the oldest of the three.
"""


# ---- tests: each is a claim ----


def a_folder_article_comes_out_complete(at):
    p = at(Place(FOLDER))
    p.write("tower.txt", ARTICLE)
    p.once()
    e = p.atom().find(ATOM + "entry")
    assert e.findtext(ATOM + "title") == "Keepers Vote to Relight the Old Tower"
    assert e.findtext(ATOM + "published").startswith("2021-03-03"), e.findtext(ATOM + "published")
    assert e.find(ATOM + "source").findtext(ATOM + "subtitle") == "Light, Salt, Patience."
    content = e.findtext(ATOM + "content")
    assert "<figcaption>" in content and "Ida Holm/Coast Press" in content, content
    assert "“because ships still pass,”" in content and content.count("<p>") >= 2, content
    credits = [c.text for c in e.iter(MEDIA + "credit")]
    assert credits == ["Ida Holm/Coast Press"], credits
    feed = json.load(open(os.path.join(p.out, "all.json")))
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and len(feed["items"]) == 1
    channel = ElementTree.parse(os.path.join(p.out, "all.rss")).getroot().find("channel")
    assert channel.find("item").findtext("title") == "Keepers Vote to Relight the Old Tower"
    for name in ("all.atom", "all.rss", "all.json"):
        assert p.run("lint", os.path.join(p.out, name)).stdout == "", name
    with open(os.path.join(p.dir, "packed.gz"), "wb") as f:
        f.write(gzip.compress(b"<rss version='2.0'><channel/></rss>"))
    assert "element-missing" in p.run("lint", os.path.join(p.dir, "packed.gz"), check=False).stdout


def an_edit_is_a_revision_and_a_rename_is_nothing_new(at):
    p = at(Place(FOLDER))
    p.write("tower.txt", ARTICLE)
    p.once()
    first = p.entries()
    p.write("tower.txt", ARTICLE.replace("voted on Tuesday", "voted late on Tuesday"))
    p.once()
    assert p.entries() == first
    assert "late on Tuesday" in p.atom().find(ATOM + "entry").findtext(ATOM + "content")
    os.rename(os.path.join(p.articles, "tower.txt"), os.path.join(p.articles, "moved.txt"))
    p.once()
    assert p.entries() == first
    assert p.ledger("SELECT count(*) FROM article") == [(1,)]


def a_deleted_file_is_kept_or_expired_as_configured(at):
    for configuration, left in ((FOLDER, 2), (FOLDER_EXPIRE, 1)):
        p = at(Place(configuration))
        p.write("tower.txt", ARTICLE)
        p.write("other.txt", "Another Tower\n\nIt has no lamp.\n")
        p.once()
        os.unlink(os.path.join(p.articles, "tower.txt"))
        p.once()
        assert len(p.entries()) == left, (configuration, p.entries())


def rounds_without_news_write_nothing(at):
    origin = Origin()
    origin.put("/feed", rss([("1", "One"), ("2", "Two")]))
    p = at(Place(FOLDER + ' source "web" { url = "%s/feed" }' % origin.url))
    p.write("tower.txt", ARTICLE)
    p.once()
    before = p.files()
    for _ in range(NOOPS):
        p.once()
    assert p.files() == before
    assert [r[1] for r in origin.asked("/feed")] == [200] + [304] * NOOPS


def of_a_changed_document_only_the_changed_items_are_recorded(at):
    origin = Origin()
    items = [("%d" % n, "Article %d" % n) for n in range(20)]
    origin.put("/feed", rss(items))
    p = at(Place('source "web" { url = "%s/feed" }' % origin.url))
    p.once()
    first = p.ledger("SELECT uid, published_s, updated_s, raw_hash FROM article ORDER BY published_s")
    assert len(first) == 20 and all(r[3] > 0 for r in first)
    items[5] = ("5", "Article 5, corrected")
    origin.put("/feed", rss(items + [("new", "A new one")]))
    p.once()
    second = p.ledger("SELECT uid, published_s, updated_s, raw_hash FROM article ORDER BY published_s")
    assert [r for r in second if r in first] == first[:5] + first[6:] and len(second) == 21
    assert p.ledger("SELECT count(*) FROM revision") == [(1,)]
    assert p.ledger("SELECT count(*) FROM article WHERE is_gone<>0 OR is_held<>0") == [(0,)]
    titles = [e.findtext(ATOM + "title") for e in p.atom().iter(ATOM + "entry")]
    assert sorted(titles) == sorted([t for _, t in items] + ["A new one"]), titles


def a_bad_source_leaves_everything_untouched_and_says_why(at):
    origin = Origin()
    origin.put("/feed", rss([("1", "One"), ("2", "Two")]))
    p = at(Place('source "web" { url = "%s/feed" }' % origin.url))
    p.once()
    before = p.files()
    for body, status in (("<html><body>Sorry</body></html>", 200), ("\x00\x01garbage", 200), ("", 200), ("gone", 410), ("no", 500)):
        origin.put("/feed", body, status=status)
        p.once()
        assert p.files() == before, body
        failing = json.loads(p.run("list", "--failing", "--json", "--config", p.conf).stdout)
        assert len(failing) == 1 and failing[0]["error"], body
    origin.put("/feed", rss([("1", "One"), ("2", "Two"), ("3", "Three")]))
    p.once()
    assert len(p.entries()) == 3
    origin.shutdown()
    origin.server_close()
    p.once()
    assert len(p.entries()) == 3 and "failing" in p.run("list", "--config", p.conf).stdout


def an_item_without_its_end_is_kept_if_nothing_else_lacks(at):
    origin = Origin()
    body, other = rss([("1", "One"), ("2", "Two")]), rss([("3", "Three"), ("4", "Four")])
    origin.put("/open", body[: body.rindex("</item>")])
    origin.put("/half", other[: other.rindex("Text of Four") + 6])
    p = at(Place('source "open" { url = "%s/open" } source "half" { url = "%s/half" }' % (origin.url, origin.url)))
    p.once()
    first = p.entries()
    assert sorted(first) == ["One", "Three", "Two"], first
    origin.put("/open", body)
    origin.put("/half", other)
    p.once()
    entries = p.entries()
    assert sorted(entries) == ["Four", "One", "Three", "Two"] and entries["Two"] == first["Two"], entries
    assert p.ledger("SELECT count(*) FROM revision") == [(0,)]


def of_a_truncated_document_the_whole_items_are_recorded(at):
    origin = Origin()
    body = rss([(str(n), "Title %d" % n) for n in range(20)])
    origin.put("/feed", body[: body.index("Title 15")], cut=True)
    p = at(Place('source "web" { url = "%s/feed" }' % origin.url))
    p.once()
    assert len(p.entries()) == 15, len(p.entries())
    assert json.loads(p.run("list", "--json", "--config", p.conf).stdout)[0]["failures"] == 1
    origin.put("/feed", body)
    p.once()
    assert len(p.entries()) == 20


def validators_survive_a_restart_and_a_move_is_remembered(at):
    origin = Origin()
    origin.put("/old", "", status=301, Location="/new")
    origin.put("/new", rss([("1", "One")]))
    p = at(Place('source "web" { url = "%s/old" }' % origin.url))
    p.once()
    p.once()
    assert [r[1] for r in origin.asked("/new")] == [200, 304]
    assert len(origin.asked("/old")) == 1
    agent = origin.seen[0][2]["User-Agent"]
    assert re.match(r"feedwright/\S+ \(\+https?://\S+\)$", agent), agent


def a_page_leads_to_the_feed_that_it_announces(at):
    origin = Origin()
    page = "<html><head><title>Home</title>%s</head><body>Hello</body></html>"
    link = '<link rel="alternate" type="application/rss+xml" title="%s" href="%s">'
    origin.put("/", page % (link % ("Comments", "/comments/feed") + link % ("News", "feed.xml")), Content_Type="text/html")
    origin.put("/feed.xml", rss([("1", "One")]))
    p = at(Place('source "web" { url = "%s/" }' % origin.url))
    p.once()
    assert list(p.entries()) == ["One"], p.entries()
    p.once()
    assert len(origin.asked("/")) == 1 and [r[1] for r in origin.asked("/feed.xml")] == [200, 304]
    origin.put("/feed.xml", "gone", status=404)
    origin.put("/", page % (link % ("News", "/new.xml")), Content_Type="text/html")
    origin.put("/new.xml", rss([("1", "One"), ("2", "Two")]))
    p.once()
    p.once()
    assert sorted(p.entries()) == ["One", "Two"], p.entries()


HARVEST = [("harvest-is-late", "The harvest is late this year"), ("bridge-is-shut", "The old bridge is shut again"),
           ("market-moves", "The market moves to the square"), ("owls-return", "Owls return to the church tower")]


def a_page_without_a_feed_gets_one(at):
    origin = Origin()
    origin.put("/", news_page(HARVEST[1:]), Content_Type="text/html")
    origin.put("/announced", news_page(HARVEST).replace("</title>", "</title><link rel=alternate type='application/rss+xml' href='/feed'>"),
               Content_Type="text/html")
    p = at(Place('source "web" { url = "%s/" }\nsource "page" { url = "%s/announced"  kind = page }' % (origin.url, origin.url),
                 'feed "all" { title = "All"  from = {"web"} }\nfeed "page" { title = "Page"  from = {"page"} }'))
    p.once()
    first = p.entries()
    assert list(first) == [title for _, title in HARVEST[1:]], first
    assert sorted(p.entries("page")) == sorted(title for _, title in HARVEST) and not origin.asked("/feed")
    origin.put("/", news_page(HARVEST), Content_Type="text/html")
    p.once()
    second = p.entries()
    assert sorted(second) == sorted(title for _, title in HARVEST), second
    assert all(second[title] == first[title] for title in first)


ROWS = '<tr class="row"><td class="when">1 March 2022</td><td><a href="/news/%s">%s</a><!-- %s --></td></tr>'
JOBS = [("job-%d" % n, "Wanted: a %s for the town's harbour office" % who) for n, who in enumerate(("clerk", "pilot", "diver", "smith", "cook", "baker"))]
JOB = '<article class="vacancy"><h2><a href="/jobs/%s">%s</a></h2><time datetime="2022-03-01">1 March</time><img src="/p.jpg"><p>%s</p></article>'


def a_rebuilt_page_is_learned_anew_where_its_articles_are_known(at):
    origin = Origin()
    origin.put("/", news_page(HARVEST[1:]), Content_Type="text/html")
    p = at(Place('source "web" { url = "%s/"  kind = page }' % origin.url))
    p.once()
    first = p.entries()
    rows = news_page(HARVEST, ROWS).replace("<main id='news'>", "<table id='list'>").replace("</main>", "</table>")
    origin.put("/", rows, Content_Type="text/html")
    p.once()
    second = p.entries()
    assert sorted(second) == sorted(title for _, title in HARVEST), second
    assert all(second[title] == first[title] for title in first), (first, second)
    origin.put("/", rows.split("<table")[0] + "<table id='list'></table></body></html>", Content_Type="text/html")
    p.once()
    assert sorted(p.entries()) == sorted(second) and p.ledger("SELECT error FROM source") == [(None,)], p.ledger("SELECT error FROM source")


def other_classes_around_new_articles_are_no_drift(at):
    origin = Origin()
    card = '<div class="%s"><h2><a href="/news/%%s">%%s</a></h2><span class="date">26 February 2022</span><p>%%s</p></div>'
    origin.put("/", news_page(HARVEST, card % "story"), Content_Type="text/html")
    p = at(Place('source "web" { url = "%s/"  kind = page }' % origin.url))
    p.once()
    origin.put("/", news_page(JOBS, card % "entry"), Content_Type="text/html")
    p.once()
    assert len(p.entries()) == len(HARVEST) + len(JOBS), p.entries()


def a_rebuilt_page_with_another_list_is_drift(at):
    origin = Origin()
    origin.put("/", news_page(HARVEST), Content_Type="text/html")
    p = at(Place('source "web" { url = "%s/"  kind = page }' % origin.url))
    p.once()
    first = p.entries()
    assert len(first) == 4, first
    rows = news_page(HARVEST, ROWS).replace("<main id='news'>", "<table id='list'>").replace("</main>", "</table>")
    origin.put("/", rows.replace("<table", news_page(JOBS, JOB) + "<table"), Content_Type="text/html")
    before = p.files()
    p.once(check=False)
    assert p.entries() == first and p.files() == before
    kind, error, proposal = p.ledger("SELECT error_kind, error, proposal FROM source")[0]
    assert "the page was rebuilt" in error and 'item = "' in proposal, (error, proposal)
    line = json.loads(p.run("list", "--failing", "--json", "--config", p.conf).stdout)[0]
    assert line["kind"] == "drift" and line["proposal"] == proposal, line
    p.configure('source "web" { url = "%s/"  kind = page\n%s}' % (origin.url, proposal))
    origin.put("/", rows.replace("<table", news_page(JOBS, JOB) + "<table").replace("</table>", ROWS % ("mill-turns", "The mill turns again", "") + "</table>"),
               Content_Type="text/html")
    p.once()
    second = p.entries()
    assert len(second) == 5 and all(second[title] == first[title] for title in first), (first, second)
    origin.put("/", rows.split("<table")[0] + "<table id='list'></table></body></html>", Content_Type="text/html")
    p.once()
    assert p.entries() == second
    origin.put("/", news_page(HARVEST), Content_Type="text/html")
    before = p.files()
    p.once(check=False)
    error, proposal = p.ledger("SELECT error, proposal FROM source")[0]
    assert p.files() == before and "rebuilt" in error and 'item = "div.story"' in proposal, (error, proposal)


def a_page_that_is_not_the_page_leaves_everything(at):
    walls = {
        "Before you go on": "<h1>We ask for your consent</h1><ul>%s</ul>" % "".join(
            "<li><a href='https://p%d.example/privacy-of-partner'>What the partner with the number %d does</a></li>" % (n, n) for n in range(9)),
        "Log in": "<form><h1>Log in to go on</h1><input type=password><a href='/forgot'>Forgot it?</a> <a href='/join'>Create an account</a></form>",
        "Just a moment": "<h1>Checking your browser</h1><p>It takes some seconds.</p>",
        "La Poste": news_page([("fr-" + slug, "Nouvelle " + title) for slug, title in HARVEST]),
    }
    origin = Origin()
    for rules in ("", 'item = "div.story"'):
        origin.put("/", news_page(HARVEST[1:]), Content_Type="text/html")
        p = at(Place('source "web" { url = "%s/"  kind = page  %s }' % (origin.url, rules)))
        p.once()
        first, before = p.entries(), p.files()
        for title, body in walls.items():
            text = body.replace("lang='en'", "lang='fr'").replace("The Post", title) if "<html" in body else "<html><title>%s</title><body>%s" % (title, body)
            origin.put("/", text, Content_Type="text/html")
            p.once(check=False)
            error = p.ledger("SELECT error FROM source")[0][0]
            assert p.files() == before and "rebuilt" in error and title in error, (title, error)
        origin.put("/", news_page(HARVEST), Content_Type="text/html")
        p.once()
        assert len(p.entries()) == 4 and all(p.entries()[title] == first[title] for title in first)
        assert p.ledger("SELECT error FROM source") == [(None,)]


def a_site_that_announces_only_its_interface_is_read_by_it(at):
    origin = Origin()
    head = '</title><link rel="https://api.w.org/" href="%s/wp-json/"><link rel="alternate" type="application/json" href="%s/wp-json/wp/v2/pages/7">'
    origin.put("/", news_page(HARVEST).replace("</title>", head % (origin.url, origin.url)), Content_Type="text/html")
    posts = [{"id": n, "link": "%s/%s" % (origin.url, slug), "title": {"rendered": title}, "date_gmt": "2022-02-26T10:0%d:00" % n,
              "content": {"rendered": "<p>Text of %s</p>" % title}} for n, (slug, title) in enumerate(HARVEST[:2])]
    path = "/wp-json/wp/v2/posts?per_page=50&_embed=author,wp:featuredmedia"
    origin.put(path, json.dumps(posts), Content_Type="application/json")
    p = at(Place('source "web" { url = "%s/" }' % origin.url))
    p.once()
    assert sorted(p.entries()) == sorted(title for _, title in HARVEST[:2]), p.entries()
    assert "Text of The harvest" in ElementTree.tostring(p.atom(), encoding="unicode")
    p.once()
    assert [r[1] for r in origin.asked(path)] == [200, 304]


def a_feed_that_nobody_announces_is_found_where_asked_for(at):
    origin = Origin()
    origin.put("/", news_page(HARVEST), Content_Type="text/html")
    origin.put("/feed", news_page(HARVEST), Content_Type="text/html")
    origin.put("/feed.xml", rss([("1", "One")]), Content_Type="application/xml")
    p = at(Place('source "web" { url = "%s/"  discover = yes }' % origin.url))
    p.once()
    assert list(p.entries()) == ["One"], p.entries()
    p.once()
    assert len(origin.asked("/")) == 1 and len(origin.asked("/rss.xml")) == 1 and len(origin.asked("/feed.xml")) == 3
    origin = Origin()
    origin.put("/", news_page(HARVEST), Content_Type="text/html")
    p = at(Place('source "web" { url = "%s/"  discover = yes }' % origin.url))
    p.once()
    p.once()
    assert len(p.entries()) == 4 and len(origin.asked("/feed.xml")) == 1


def an_announced_feed_that_is_none_leaves_the_page(at):
    origin = Origin()
    origin.put("/", news_page(HARVEST).replace("</title>", "</title><link rel=alternate type='application/rss+xml' href='/feed'>"),
               Content_Type="text/html")
    origin.put("/feed", "not here", status=404)
    p = at(Place('source "web" { url = "%s/" }' % origin.url))
    p.once()
    assert sorted(p.entries()) == sorted(title for _, title in HARVEST), p.entries()
    p.once()
    assert len(origin.asked("/feed")) == 1


def a_compressed_feed_and_a_bomb(at):
    origin = Origin()
    origin.put("/feed", gzip.compress(rss([("1", "One")]).encode()), Content_Encoding="gzip")
    origin.put("/bomb", gzip.compress(b"<rss><channel><item><title>" + b"a" * (64 << 20)), Content_Encoding="gzip")
    p = at(Place('source "web" { url = "%s/feed" } source "bomb" { url = "%s/bomb" }' % (origin.url, origin.url)))
    p.once()
    assert list(p.entries()) == ["One"]
    bad = json.loads(p.run("list", "--failing", "--json", "--config", p.conf).stdout)
    assert [b["name"] for b in bad] == ["bomb"] and bad[0]["kind"] == "limit", bad


def the_daemon_serves_watches_and_obeys_signals(at):
    origin = Origin()
    origin.put("/feed", rss([("1", "One")]))
    p = at(Place(FOLDER + ' source "web" { url = "%s/feed" }' % origin.url))
    p.start()
    wait_for("the first article", lambda: b"One" in p.get("/feeds/all.atom")[2])
    status, headers, body = p.get("/feeds/all.atom")
    assert status == 200 and headers["Content-Type"] == "application/atom+xml; charset=utf-8", headers
    assert p.get("/feeds/all.atom", If_None_Match=headers["ETag"])[0] == 304
    assert p.get("/feeds/all.atom", method="HEAD")[1]["Content-Length"] == str(len(body))
    packed = p.get("/feeds/all.atom", Accept_Encoding="gzip")
    assert packed[1]["Content-Encoding"] == "gzip" and gzip.decompress(packed[2]) == body
    wait_for("the page of all feeds", lambda: b"all.rss" in p.get("/")[2])
    assert p.get("/healthz")[0] == 200 and p.get("/nothing")[0] == 404
    wait_for("readiness", lambda: p.get("/readyz")[0] == 200)

    p.write("tower.txt", ARTICLE)
    wait_for("the watched folder", lambda: b"Keepers Vote" in p.get("/feeds/all.atom")[2])

    origin.put("/feed", rss([("1", "One"), ("2", "Two")]))
    p.signal(signal.SIGUSR1)
    wait_for("the refresh", lambda: b"Two" in p.get("/feeds/all.atom")[2])

    good = open(p.conf).read()
    with open(p.conf, "w") as f:
        f.write(good + 'source "bad" { urll = "http://a.example/" }\nfeed "x" { from = {"nobody"} }\n')
    p.signal(signal.SIGHUP)
    wait_for("the refusal", lambda: "the configuration stays as it was" in p.log())
    assert "urll" in p.log() and "nobody" in p.log()
    assert p.get("/feeds/all.atom")[0] == 200
    with open(p.conf, "w") as f:
        f.write(good + 'feed "second" { from = {"web"} }\n')
    p.signal(signal.SIGHUP)
    wait_for("the new feed", lambda: p.get("/feeds/second.rss")[0] == 200)

    p.signal(signal.SIGUSR2)
    wait_for("the status in the log", lambda: "status: sources=2" in p.log())
    assert p.stop() == 0
    assert "stopped" in p.log()


def a_second_signal_ends_it_at_once(at):
    p = at(Place('source "here" { path = "articles" }'))
    for n in range(1500):
        p.write("story-%d.md" % n, "# The story number %d\n\n%s" % (n, "Some words on what has been going on there.\n\n" * 200))
    p.start()
    wait_for("the first files", lambda: p.status()["cycles_in_flight"] == 1)
    p.signal(signal.SIGTERM)
    p.signal(signal.SIGTERM)
    wait_for("the first signal", lambda: "stopping" in p.log())
    p.signal(signal.SIGTERM)  # two that come at once may be one
    assert p.stop() == 0, p.log()
    assert p.ledger("SELECT count(*), (SELECT failures FROM source) FROM article") in ([(0, 0)], [(1500, 0)])


def the_control_socket_answers_and_is_private(at):
    origin = Origin()
    origin.put("/feed", rss([("1", "One")]))
    p = at(Place('source "web" { url = "%s/feed" }' % origin.url))
    p.start()
    wait_for("the first article", lambda: b"One" in p.get("/feeds/all.atom")[2])
    assert stat.S_IMODE(os.stat(os.path.join(p.state, "control.sock")).st_mode) == 0o660
    assert p.status()["sources"] == 1 and p.status()["sandbox"]["seccomp"] is True
    asked = len(origin.seen)
    assert "1 sources" in p.run("refresh", "web", "--config", p.conf).stdout
    wait_for("the request", lambda: len(origin.seen) > asked)
    assert p.run("refresh", "nobody", "--config", p.conf, check=False).returncode == 1
    second = p.run("run", "--config", p.conf, check=False)
    assert second.returncode == 1 and "is in use by process %d" % p.process.pid in second.stderr, second.stderr
    p.stop()
    assert p.run("status", "--config", p.conf, check=False).returncode == 2


def in_the_background_it_detaches_and_leaves_a_pid_file(at):
    p = at(Place(FOLDER))
    p.write("tower.txt", ARTICLE)
    pid_path = os.path.join(p.dir, "pid")
    p.run("run", "--background", "--pid-file", pid_path, "--config", p.conf)
    pid = int(open(pid_path).read())
    try:
        assert os.getsid(pid) == pid
        assert p.status()["pid"] == pid
    finally:
        os.kill(pid, signal.SIGTERM)
    wait_for("its end", lambda: not os.path.exists(pid_path))
    bad = os.path.join(p.dir, "bad.conf")
    with open(bad, "w") as f:
        f.write("nonsense = 1\n")
    r = p.run("run", "--background", "--config", bad, check=False)
    assert r.returncode == 1 and "bad.conf:1" in r.stderr, r.stderr


def mistakes_are_told_all_at_once_with_their_lines(at):
    p = at(Place(FOLDER))
    with open(p.conf, "w") as f:
        f.write('listne = "127.0.0.1:1"\nsource "a" { url = "http://a.example/"  every = soon }\nsource "b" { }\nfeed "f" { from = {"c"} }\n')
    r = p.run("check", "--config", p.conf, check=False)
    assert r.returncode == 1
    for line in (1, 2, 3, 4):
        assert "feedwright.conf:%d:" % line in r.stderr, (line, r.stderr)
    assert "listen" in r.stderr


def rules_choose_from_what_the_ledger_keeps(at):
    origin = Origin()
    origin.put("/feed", rss([("1", "Ferry aground"), ("2", "Rain tomorrow"), ("3", "Ferry towed")]))
    source = 'source "sea" { url = "%s/feed" }' % origin.url
    p = at(Place(source, 'feed "all" { keep = {"title ~ /ferry/i"}  drop = {"title contains \'towed\'"}  rewrite = {"set title = \'{source}: {title}\'"} }'))
    p.once()
    assert list(p.entries()) == ["sea: Ferry aground"], p.entries()
    ids = p.entries()
    p.configure(source)
    p.once()
    assert set(p.entries()) == {"Ferry aground", "Rain tomorrow", "Ferry towed"}, p.entries()
    assert p.entries()["Ferry aground"] == ids["sea: Ferry aground"]
    p.configure(source, 'feed "all" { drop = {"source = sea and title ~ /rain/i"} }')
    p.start()
    wait_for("the feed", lambda: p.get("/readyz")[0] == 200)
    rules = p.status()["rules"]
    assert [(r["scope"], r["name"], r["key"], r["held"]) for r in rules] == [("feed", "all", "drop", 1)], rules
    assert p.stop() == 0


def subscription_lists_go_out_and_in_without_loss(at):
    source = ('''source "sea" { url = "https://sea.example/feed?a=1&b=2"  title = "The \\"Sea\\" & more"  tags = {"news", "a, b"}  every = 30m
               keep = {"title ~ /ferry \\\\d+/i", "tag = 'x'"}  headers = {"X-Key: secret"}  ignore = {author} }
               source "plain" { url = "http://plain.example/" }''')
    p = at(Place(source, top='subscriptions = {"list.opml"}'))
    with open(os.path.join(p.dir, "list.opml"), "w") as f:
        f.write('''<opml version="1.1" xmlns:r="http://reader.example/ns"><head><title>t</title></head><body>
                <outline text="Ships"><outline text="Inner" open="yes"><outline type="rss" text="Tug" xmlUrl="http://tug.example/f"
                 htmlUrl="http://tug.example/" r:color="blue" rating="5"/></outline></outline></body></opml>''')
    text = p.run("export", "--opml", "--config", p.conf).stdout
    assert "secret" not in text
    other = at(Place("", top='subscriptions = {"mine.opml"}'))
    with open(os.path.join(other.dir, "mine.opml"), "w") as f:
        f.write('<opml version="2.0"><head/><body><outline text="Ships" colour="red"><outline text="Old" xmlUrl="http://plain.example/"/></outline></body></opml>')
    given = os.path.join(other.dir, "given.opml")
    with open(given, "w") as f:
        f.write(text)
    said = other.run("import", "--config", other.conf, given).stdout
    assert "2 subscriptions added, 1 were there" in said, said
    assert "0 subscriptions added, 3 were there" in other.run("import", "--config", other.conf, given).stdout
    with open(os.path.join(other.dir, "mine.opml")) as f:
        merged = ElementTree.fromstring(f.read())
    ships = [o for o in merged.iter("outline") if o.get("text") == "Ships"]
    assert len(ships) == 1 and ships[0].get("colour") == "red"
    tug = ships[0].find("outline[@text='Inner']/outline")
    assert tug.get("{http://reader.example/ns}color") == "blue" and tug.get("rating") == "5" and tug.get("htmlUrl") == "http://tug.example/"
    again = ElementTree.fromstring(other.run("export", "--opml", "--config", other.conf).stdout)
    first = ElementTree.fromstring(text)
    pick = lambda t, url: [o.attrib for o in t.iter("outline") if o.get("xmlUrl") == url]
    for url in ("https://sea.example/feed?a=1&b=2", "http://tug.example/f"):
        assert pick(first, url) == pick(again, url) != [], url
    with open(given, "w") as f:
        f.write(text.replace("every = ", "password-file = "))
    with open(other.conf, "a") as f:
        f.write('feed "sea" { from = {"sea", "plain.example", "tug.example-f", "tag:a, b", "tag:Inner"} }\n')
    assert other.run("check", "--config", other.conf).returncode == 0
    os.rename(given, os.path.join(other.dir, "mine.opml"))
    r = other.run("check", "--config", other.conf, check=False)
    assert r.returncode == 1 and "password-file cannot stand in a subscription list" in r.stderr, r.stderr


def explain_tells_what_feeds_make_of_an_article(at):
    origin = Origin()
    origin.put("/a", rss([("1", "Ferry aground"), ("2", "Rain tomorrow")]))
    origin.put("/b", rss([("1", "Stranded")], title="B").replace("<guid isPermaLink='false'>1", "<guid isPermaLink='false'>b1"))
    p = at(Place('source "a" { url = "%s/a"  tag = {"wet if title ~ /rain/i"} }\nsource "b" { url = "%s/b" }' % (origin.url, origin.url),
                 'feed "all" { drop = {"tag = wet"}  rewrite = {"set title = \'! {title}\' if tag = wet"} }\nfeed "b" { from = {"b"} }'))
    p.once()
    explain = lambda what: json.loads(p.run("explain", "--json", "--config", p.conf, what).stdout)[0]
    rain = explain("Rain tomorrow")
    assert [(f["feed"], f["fate"]) for f in rain["feeds"]] == [("all", "left out by its rules")], rain["feeds"]
    assert [r["key"] for r in rain["feeds"][0]["rules"]] == ["tag", "rewrite", "drop"], rain["feeds"]
    shown = {t: {f["feed"]: f["fate"] for f in explain(t)["feeds"]} for t in ("Ferry aground", "Stranded")}
    assert sorted(s["all"] for s in shown.values()) == ["linked from its story's entry", "shown"], shown
    assert shown["Stranded"]["b"] == "shown"
    assert {s["title"] for s in explain("Stranded")["story"]} == {"Ferry aground", "Stranded"}
    text = p.run("explain", "--config", p.conf, "Rain tomorrow").stdout
    assert "feed all: left out by its rules" in text and "drop: tag = wet (" in text, text


def a_plan_tells_what_a_configuration_would_change(at):
    origin = Origin()
    origin.put("/feed", rss([("1", "Ferry aground"), ("2", "Rain tomorrow"), ("3", "Ferry towed")]))
    source = 'source "sea" { url = "%s/feed" }' % origin.url
    p = at(Place(source, 'feed "all" { keep = {"title ~ /Ferry/"} }\nfeed "old" { }'))
    p.once()
    new = os.path.join(p.dir, "new.conf")
    with open(p.conf) as f:
        text = f.read().replace("/Ferry/", "/Rain|towed/").replace('feed "old"', 'feed "new"')
    with open(new, "w") as f:
        f.write(text + 'source "b" { url = "%s/other" }\n' % origin.url)
    asked = len(origin.seen)
    said = p.run("plan", "--config", p.conf, new).stdout.splitlines()
    assert said == ["feed all: +1 -1", "feed new: +3 -0, new", "feed old: +0 -3, gone",
                    "source b: new, asked at once (%s/other)" % origin.url], said
    plan = json.loads(p.run("plan", "--json", "--config", p.conf, new).stdout)
    assert plan["feeds"][0]["added"][0]["title"] == "Rain tomorrow" and plan["feeds"][0]["changed_ids"] == []
    assert p.run("plan", "--config", p.conf, p.conf).stdout == "nothing would change\n"
    assert len(origin.seen) == asked
    assert p.run("plan", "--config", p.conf, p.dir + "/nowhere", check=False).returncode == 2


def an_archive_holds_everything_and_full_pages_stay(at):
    origin = Origin()
    origin.put("/feed", rss([(str(n), "Part %d" % n) for n in range(1, 6)]))
    p = at(Place('source "s" { url = "%s/feed" }' % origin.url, 'feed "all" { items = 2  archive = 2 }'))
    p.once()
    page = lambda n, ending="atom": open(os.path.join(p.out, "all", "archive-%d.%s" % (n, ending))).read()
    link = lambda text, rel: re.findall(r'rel="%s"[^>]*href="([^"]+)"' % rel, text)
    subscription = lambda: open(os.path.join(p.out, "all.atom")).read()
    base = "https://planet.example/feeds/all/archive-%d.atom"
    assert "fh:archive" in page(1) and "fh:archive" in page(3) and "fh:archive" not in subscription()
    assert link(page(1), "prev-archive") == [] and link(page(1), "next-archive") == [base % 2], page(1)
    assert link(page(2), "prev-archive") == [base % 1] and link(page(2), "current") == ["https://planet.example/feeds/all.atom"]
    assert link(page(3), "next-archive") == []
    walk, at_page = set(re.findall(r"Part \d", subscription())), link(subscription(), "prev-archive")
    while at_page:
        text = page(int(re.search(r"archive-(\d+)", at_page[0]).group(1)))
        walk |= set(re.findall(r"Part \d", text))
        at_page = link(text, "prev-archive")
    assert walk == {"Part %d" % n for n in range(1, 6)}, walk
    full = {n: [page(n, e) for e in ("atom", "rss", "json")] for n in (1, 2)}
    assert json.loads(full[2][2])["next_url"].endswith("/feeds/all/archive-1.json")
    origin.put("/feed", rss([("1", "Part 1, edited"), ("6", "Part 6"), ("7", "Part 7")]))
    p.configure('source "s" { url = "%s/feed" }' % origin.url, 'feed "all" { items = 2  archive = 2  title = "Renamed" }')
    p.once()
    p.start()
    assert os.path.exists(os.path.join(p.out, "all", "archive-4.atom"))
    assert {n: [page(n, e) for e in ("atom", "rss", "json")] for n in (1, 2)} == full
    wait_for("the feed", lambda: p.get("/readyz")[0] == 200)
    status, headers, body = p.get("/feeds/all/archive-1.rss")
    assert status == 200 and body.decode() == full[1][1] and "max-age=31536000" in headers["Cache-Control"], headers
    assert p.get("/feeds/all/archive-1.rss", If_None_Match=headers["ETag"])[0] == 304
    wait_for("the last page", lambda: p.get("/feeds/all/archive-4.atom")[0] == 200)
    p.configure('source "s" { url = "%s/feed" }' % origin.url, 'feed "other" { }')
    p.signal(signal.SIGHUP)
    wait_for("the feed to be withdrawn", lambda: p.get("/feeds/all.atom")[0] == 404 and p.get("/feeds/all/archive-4.atom")[0] == 404)
    assert p.get("/feeds/all/archive-1.rss")[0] == 404
    wait_for("its files to go", lambda: not os.path.exists(os.path.join(p.out, "all")))
    for path in ("/feeds/all/archive-9.atom", "/feeds/../archive-1.atom", "/feeds/all/archive-1.atom/", "/feeds/all/archive-.atom"):
        assert p.get(path)[0] == 404, path
    assert p.stop() == 0


def mistakes_in_rules_are_told_with_their_columns(at):
    p = at(Place(FOLDER))
    with open(p.conf, "w") as f:
        f.write('source "a" { path = "articles"  drop = {"age > 90d",  "titel = \'x\'"} }\n'
                'feed "f" { keep = {"title ~ \\"x\\" or age"}\n  rewrite = {"strip title /(/"} }\n')
    r = p.run("check", "--config", p.conf, check=False)
    assert r.returncode == 1
    for place, what in (("1:56", "did you mean title"), ("2:29", "a /pattern/ should stand here"), ("3:29", "")):
        assert "feedwright.conf:%s: error: " % place in r.stderr and what in r.stderr, (place, r.stderr)


def killed_at_any_moment_nothing_is_lost_or_doubled(at):
    origin = Origin()
    rng = random.Random(7)
    for n in range(40):
        origin.put("/%d" % n, rss([("%d-%d" % (n, k), "Title %d of %d" % (k, n)) for k in range(10)]))
    p = at(Place(" ".join('source "s%d" { url = "%s/%d" }' % (n, origin.url, n) for n in range(40)), top="connections = 8"))
    ids = {}
    for kill in range(KILLS):
        for n in range(40):
            origin.put("/%d" % n, rss([("%d-%d" % (n, k), "Title %d of %d" % (k, n)) for k in range(10 + kill)]))
        process = subprocess.Popen([PROGRAM, "once", "--all", "--config", p.conf], stderr=subprocess.DEVNULL, cwd=p.dir)
        time.sleep(rng.uniform(0, 0.6))
        process.kill()
        process.wait()
        if not os.path.exists(os.path.join(p.state, "ledger.db")) or not p.ledger("SELECT name FROM sqlite_master WHERE name = 'article'"):
            continue
        assert p.ledger("PRAGMA integrity_check") == [("ok",)]
        for name in os.listdir(p.out) if os.path.isdir(p.out) else []:
            path = os.path.join(p.out, name)
            if name.endswith((".atom", ".rss", ".opml")) and not name.startswith("."):
                ElementTree.parse(path)
            elif name.endswith(".json"):
                json.load(open(path))
        for uid, title in p.ledger("SELECT uid, text_hash FROM article"):
            assert ids.setdefault(title, uid) == uid
    p.once()
    total = 40 * (10 + KILLS - 1)
    assert p.ledger("SELECT count(*), count(DISTINCT uid) FROM article") == [(total, total)]
    assert not [n for n in os.listdir(p.out) if n.startswith(".")], os.listdir(p.out)


def what_a_feed_shows_never_expires(at):
    origin = Origin()
    origin.put("/feed", rss([(str(n), "Title %d" % n) for n in range(30)]))
    source = 'source "web" { url = "%s/feed"  retain.max = 5  retain.min = 0 }' % origin.url
    p = at(Place(source, 'feed "all" { from = {"*"}  items = 12 }'))
    p.once()
    shown, files = p.entries(), p.files()
    assert p.ledger("SELECT count(*) FROM content") == [(12,)] and p.ledger("SELECT count(*) FROM article") == [(30,)]
    origin.put("/feed", rss([(str(n), "Title %d" % n) for n in range(29, -1, -1)]))
    p.once()
    assert p.entries() == shown and p.files() == files


def what_is_held_is_told_and_released(at):
    origin = Origin()
    words = "the quick harbour council voted to close a bridge after winter storm damage %d and nobody %d came to see it %d again".split()
    old = [("old-%d" % n, " ".join(words[n % 7 :] + ["part", "x" * (n + 1)])) for n in range(8)]
    origin.put("/feed", rss(old))
    p = at(Place('source "web" { url = "%s/feed" }' % origin.url))
    p.once()
    moved = [("new-%d" % n, title) for n, (_, title) in enumerate(old[:5])] + [("new-9", "Wholly other words about %d things" % n) for n in range(1)]
    origin.put("/feed", rss(moved).replace("26 Feb 2022", "01 Mar 2022").replace("http://a.example/", "http://b.example/x/"))
    p.once()
    assert len(p.entries()) == 8, p.entries()
    held = json.loads(p.run("articles", "--held", "--json", "--config", p.conf).stdout)
    assert [h["title"] for h in held] == ["Wholly other words about 0 things"] and held[0]["held"] == "ids", held
    assert "1 articles" in p.run("release", "web", "--config", p.conf).stdout
    assert p.run("release", "web", "--config", p.conf, check=False).returncode == 1
    p.once()
    assert "Wholly other words about 0 things" in p.entries()


def explain_tells_where_an_article_came_from(at):
    origin = Origin()
    origin.put("/feed", rss([("1", "One")]))
    p = at(Place('source "web" { url = "%s/feed" }' % origin.url))
    p.once()
    first = p.ledger("SELECT first_seen_s FROM article")[0][0]
    time.sleep(1.1)
    origin.put("/feed", rss([("1", "One")]).replace("Text of One", "Another text"))
    p.once()
    for what in ("http://a.example/1", "One", p.entries()["One"]):
        x = json.loads(p.run("explain", "--json", "--config", p.conf, what).stdout)
        assert len(x) == 1, x
        fields = {f["field"]: f for f in x[0]["fields"]}
        assert fields["title"]["from"] == "feed" and fields["title"]["since"] == x[0]["first_fetch"]["at"], fields
        assert fields["summary"]["since"] == x[0]["last_fetch"]["at"] > x[0]["first_fetch"]["at"], fields
        assert x[0]["first_fetch"]["url"] == origin.url + "/feed" and x[0]["first_fetch"]["format"] == "rss20"
        assert x[0]["known_by"] == "its guid" and x[0]["state"] == "shown" and x[0]["date_from"] == "feed"
        assert x[0]["versions"][0]["changed_then"], x[0]["versions"]
    assert "revision 1" in p.run("explain", "--config", p.conf, "One").stdout
    assert p.run("explain", "--config", p.conf, "nothing of that name", check=False).returncode == 1
    assert first == p.ledger("SELECT first_seen_s FROM article")[0][0]


def a_ledger_goes_out_and_in_again(at):
    origin = Origin()
    origin.put("/feed", rss([("1", "One & \u00fcml\u00e4ut"), ("2", "Two")]))
    p = at(Place('source "web" { url = "%s/feed" }\n%s' % (origin.url, FOLDER)))
    p.write("tower.txt", ARTICLE)
    p.once()
    origin.put("/feed", rss([("1", "One"), ("2", "Two"), ("3", "Three")]).replace("Text of Two", "Another text"))
    p.once()
    out = p.run("export", "--config", p.conf).stdout
    assert len(out.splitlines()) == 1 + 2 + 4, out
    entries = p.entries()
    shutil.rmtree(p.state)
    path = os.path.join(p.dir, "lines")
    with open(path, "w") as f:
        f.write(out)
    os.mkdir(p.state)
    assert "4 articles and 2 sources" in p.run("import", "--config", p.conf, path).stdout
    assert p.run("export", "--config", p.conf).stdout == out
    assert "0 articles" in p.run("import", "--config", p.conf, path).stdout
    p.once()
    assert p.entries() == entries, (p.entries(), entries)
    assert p.ledger("SELECT count(*) FROM article") == [(4,)]
    with open(path, "a") as f:
        f.write('{"article":"urn:uuid:x","source":"nobody"}\n')
    r = p.run("import", "--config", p.conf, path, check=False)
    assert r.returncode == 2 and "lines:8: " in r.stderr, r.stderr


def try_tells_each_step(at):
    origin = Origin()
    origin.put("/feed", rss([("1", "One")]), Content_Type="application/rss+xml")
    p = at(Place(FOLDER))
    r = p.run("try", origin.url + "/feed")
    assert "status 200" in r.stdout and "rss20" in r.stdout and "One" in r.stdout, r.stdout
    p.write("tower.txt", ARTICLE)
    r = p.run("try", os.path.join(p.articles, "tower.txt"))
    assert "Keepers Vote" in r.stdout and "Ida Holm/Coast Press" in r.stdout, r.stdout
    assert p.run("try", origin.url + "/missing", check=False).returncode == 1


def try_tells_what_lists_a_page_holds(at):
    origin = Origin()
    page = news_page(HARVEST)
    origin.put("/", page, Content_Type="text/html")
    origin.put("/home", page.replace("</title>", "</title><link rel=alternate type='application/rss+xml' title=News href='/feed'>"),
               Content_Type="text/html")
    p = at(Place('source "web" { url = "%s/"  kind = page }' % origin.url))
    r = p.run("try", origin.url + "/")
    assert "dates: all" in r.stdout and "pictures: none" in r.stdout and "try --config" in r.stdout, r.stdout
    assert "1. taken, 4 items" in r.stdout and 'item = "div.story"' in r.stdout and HARVEST[0][1] in r.stdout, r.stdout
    assert 'item.title = "a"' in r.stdout and 'item.link = "a@href"' in r.stdout and 'item.date = "span' in r.stdout, r.stdout
    origin.put("/shell", "<html><body><div id=app></div><script>start()</script></body></html>", Content_Type="text/html")
    r = p.run("try", origin.url + "/shell", check=False)
    assert r.returncode == 1 and "its scripts may bring them" in r.stderr, r.stderr
    story = "<html><head><meta property='og:type' content='article'></head><body><h1>The lamp</h1>%s<h2>Related</h2>%s</body></html>" % (
        "<p>%s</p>" % ("The keepers of the tower told what they saw in this long night. " * 5) * 9, news_page(HARVEST))
    origin.put("/story", story, Content_Type="text/html")
    r = p.run("try", origin.url + "/story", check=False)
    assert r.returncode == 0 and "an article, not a list" in r.stdout and "The lamp" in r.stdout, r.stdout + r.stderr
    assert "4 items" in p.run("try", "--page", origin.url + "/story").stdout
    r = p.run("try", origin.url + "/home")
    assert "announces 1 feed" in r.stdout and "/feed" in r.stdout and "4 items" in r.stdout, r.stdout
    r = p.run("try", "--config", origin.url + "/")
    with open(os.path.join(p.dir, "pasted.conf"), "w") as f:
        f.write(r.stdout + 'listen = ""\nstate-dir = "other"\n')
    assert "kind = page" in r.stdout
    p.run("check", "--config", "pasted.conf")
    q = at(Place(re.sub(r"(?m)^\t#item", "\titem", r.stdout)))
    q.once()
    assert sorted(q.entries()) == sorted(title for _, title in HARVEST) and "item = " in open(q.conf).read()
    p.once()
    origin.put("/", news_page(HARVEST, ROWS).replace("<main", "<table").replace("<table", news_page(JOBS, JOB) + "<table"), Content_Type="text/html")
    r = p.run("try", "-c", p.conf, "web")
    assert "known    most of the articles" in r.stdout and 'item = "tr.row"' in r.stdout, r.stdout


TESTS = [
    a_folder_article_comes_out_complete,
    an_edit_is_a_revision_and_a_rename_is_nothing_new,
    a_deleted_file_is_kept_or_expired_as_configured,
    rounds_without_news_write_nothing,
    of_a_changed_document_only_the_changed_items_are_recorded,
    a_bad_source_leaves_everything_untouched_and_says_why,
    an_item_without_its_end_is_kept_if_nothing_else_lacks,
    of_a_truncated_document_the_whole_items_are_recorded,
    validators_survive_a_restart_and_a_move_is_remembered,
    a_page_leads_to_the_feed_that_it_announces,
    a_page_without_a_feed_gets_one,
    a_rebuilt_page_is_learned_anew_where_its_articles_are_known,
    other_classes_around_new_articles_are_no_drift,
    a_rebuilt_page_with_another_list_is_drift,
    a_page_that_is_not_the_page_leaves_everything,
    an_announced_feed_that_is_none_leaves_the_page,
    a_feed_that_nobody_announces_is_found_where_asked_for,
    a_site_that_announces_only_its_interface_is_read_by_it,
    a_compressed_feed_and_a_bomb,
    the_daemon_serves_watches_and_obeys_signals,
    a_second_signal_ends_it_at_once,
    the_control_socket_answers_and_is_private,
    in_the_background_it_detaches_and_leaves_a_pid_file,
    mistakes_are_told_all_at_once_with_their_lines,
    mistakes_in_rules_are_told_with_their_columns,
    rules_choose_from_what_the_ledger_keeps,
    subscription_lists_go_out_and_in_without_loss,
    explain_tells_what_feeds_make_of_an_article,
    a_plan_tells_what_a_configuration_would_change,
    an_archive_holds_everything_and_full_pages_stay,
    killed_at_any_moment_nothing_is_lost_or_doubled,
    what_a_feed_shows_never_expires,
    what_is_held_is_told_and_released,
    explain_tells_where_an_article_came_from,
    a_ledger_goes_out_and_in_again,
    try_tells_each_step,
    try_tells_what_lists_a_page_holds,
]


def main():
    wanted = [t for t in TESTS if len(sys.argv) == 1 or t.__name__ in sys.argv[1:]]
    failed = 0
    print("1..%d" % len(wanted), flush=True)
    for number, test in enumerate(wanted, 1):
        places = []

        def at(place):
            places.append(place)
            return place

        try:
            test(at)
            print("ok %d - %s" % (number, test.__name__.replace("_", " ")), flush=True)
        except Exception as error:  # a failed claim, with what the daemon said
            failed += 1
            print("not ok %d - %s" % (number, test.__name__.replace("_", " ")))
            where = error.__traceback__
            while where.tb_next is not None:
                where = where.tb_next
            print("# line %d: %s: %s" % (where.tb_lineno, type(error).__name__, str(error).replace("\n", "\n# ")))
            for place in places:
                said = place.said if place.process is None else place.log()
                print("# " + said[-3000:].replace("\n", "\n# "), flush=True)
        for place in places:
            place.remove()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
