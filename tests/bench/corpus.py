#!/usr/bin/env python3
"""A corpus of feeds to measure with: corpus.py DIR [--documents 400] [--seed 1]

Writes DIR/NNNN.xml and .json and two lists of them, DIR/xml.list and DIR/json.list. The same seed gives the same
bytes anywhere. The mix is that of the web: mostly RSS 2.0 with escaped or CDATA bodies, Atom with HTML and XHTML, some
RDF, some JSON Feed, a few in other encodings; 10 to 100 items, bodies of 200 bytes to 20 kB with links, images with
srcset, lists, tables, quotations, tracking parameters and the odd script.
"""
import argparse
import datetime
import json
import math
import os
import random
from xml.sax.saxutils import escape, quoteattr

SYLLABLES = "ba be co da di el fa ga ha in ka la le ma mo na ne or pa ra re sa se ta te un va vi zu".split()
ACCENTS = ["\u00e9", "\u00fc", "\u00f8", "\u010d", "\u0142", "\u03b1\u03b2", "\u043c\u0438\u0440", "\u6d77", "\u2019s", " \u2014 ", "\u2026"]
START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
KINDS = ["rss-escaped"] * 9 + ["rss-cdata"] * 9 + ["rss-media"] * 3 + ["atom-html"] * 7 + ["atom-xhtml"] * 3 + ["rdf"] * 2 + ["json"] * 3
NAMESPACES = (' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
              ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
              ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"')


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.words = ["".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _ in range(3000)]
        self.foreign = False

    def sentence(self):
        r = self.random
        words = r.choices(self.words, k=r.randint(5, 22))
        if self.foreign:
            words = [w + r.choice(ACCENTS) if r.random() < 0.2 else w for w in words]
        text = " ".join(words).capitalize()
        return text + (" & " + r.choice(self.words) if r.random() < 0.1 else "") + r.choice(".....!?")

    def text(self, least, most):
        return " ".join(self.sentence() for _ in range(self.random.randint(least, most)))

    def title(self):
        return " ".join(self.random.choices(self.words, k=self.random.randint(3, 9))).capitalize()

    def link(self, host):
        r = self.random
        tracking = "?utm_source=rss&utm_medium=feed" if r.random() < 0.3 else "?page=%d" % r.randint(2, 9) if r.random() < 0.2 else ""
        path = "/%d/%s-%s%s" % (r.randint(2005, 2026), r.choice(self.words), r.choice(self.words), tracking)
        return path if r.random() < 0.3 else "https://" + host + path

    def image(self, host):
        at = "https://%s/img/%s" % (host, self.random.choice(self.words))
        sizes = ", ".join("%s-%d.jpg %dw" % (at, w, w) for w in (300, 768, 1024)) if self.random.random() < 0.5 else ""
        return '<img class="size-full" src="%s.jpg" %salt=%s width="1024" height="683"/>' % (
            at, sizes and 'srcset="%s" sizes="(max-width: 1024px) 100vw, 1024px" ' % sizes, quoteattr(self.title()))

    def block(self, host):
        r = self.random
        x = r.random()
        prose = escape(self.text(1, 5))
        if x < 0.55:
            return "<p>%s</p>\n" % prose
        if x < 0.72:
            return '<p>%s <a href=%s rel="noopener" target="_blank">%s</a> %s</p>\n' % (
                prose, quoteattr(self.link(host)), escape(self.title()), escape(self.sentence()))
        if x < 0.82:
            return "<figure>%s<figcaption>%s</figcaption></figure>\n" % (self.image(host), escape(self.sentence()))
        if x < 0.88:
            return "<ul>%s</ul>\n" % "".join("<li>%s</li>" % escape(self.sentence()) for _ in range(r.randint(2, 6)))
        if x < 0.92:
            return '<h2 class="wp-block-heading" id="%s">%s</h2>\n' % (r.choice(self.words), escape(self.title()))
        if x < 0.95:
            return "<blockquote><p><em>%s</em></p></blockquote>\n" % prose
        if x < 0.97:
            return "<table><tr><td>%s</td><td><strong>%s</strong></td></tr></table>\n" % (escape(self.title()), escape(self.title()))
        if x < 0.99:
            return '<div class="share" style="margin:0"><span>%s</span><br/></div>\n' % escape(self.title())
        return '<script type="text/javascript">track("%s");</script>\n' % r.choice(self.words)

    def body(self, host):
        size = min(20000, max(200, math.exp(self.random.gauss(7.8, 0.9))))
        out = []
        n = 0
        while n < size:
            out.append(self.block(host))
            n += len(out[-1])
        return "".join(out)

    def items(self, host):
        r = self.random
        when = START + datetime.timedelta(minutes=r.randint(0, 400000))
        for _ in range(int(10 * 10 ** r.random())):
            when -= datetime.timedelta(minutes=r.randint(10, 2000))
            slug = "%s-%s-%d" % (r.choice(self.words), r.choice(self.words), r.randint(1, 99999))
            yield {"title": self.title(), "url": "https://%s/%d/%02d/%s/" % (host, when.year, when.month, slug), "when": when,
                   "author": self.title()[:20], "tags": r.choices(self.words, k=r.randint(0, 5)), "summary": self.text(1, 3),
                   "body": self.body(host), "id": r.randint(1, 999999)}

    def document(self, kind, host):
        self.foreign = self.random.random() < 0.3
        parts = {"title": self.title(), "host": host, "items": list(self.items(host)), "kind": kind}
        return {"rss": rss, "atom": atom, "rdf": rdf, "json": json_feed}[kind.split("-")[0]](parts)


def rfc822(t):
    return t.strftime("%a, %d %b %Y %H:%M:%S +0000")


def rfc3339(t):
    return t.strftime("%Y-%m-%dT%H:%M:%SZ")


def element(name, text, attributes=""):
    return "<%s%s>%s</%s>" % (name, attributes, escape(text), name)


def cdata(name, text):
    return "<%s><![CDATA[%s]]></%s>" % (name, text, name)


def rss_item(i, kind):
    wrap = cdata if kind == "rss-cdata" else element
    out = [element("title", i["title"]), element("link", i["url"]), element("guid", "https://x.example/?p=%d" % i["id"], ' isPermaLink="false"'),
           element("pubDate", rfc822(i["when"])), wrap("dc:creator", i["author"]), wrap("description", "<p>%s</p>" % escape(i["summary"])),
           wrap("content:encoded", i["body"]), element("comments", i["url"] + "#comments"), element("slash:comments", str(i["id"] % 40))]
    out += [wrap("category", t) for t in i["tags"]]
    if kind == "rss-media":
        out.append('<enclosure url="%sa.mp3" length="%d" type="audio/mpeg"/><itunes:duration>12:34</itunes:duration>' % (i["url"], i["id"] * 99))
        out.append('<media:content url="%si.jpg" medium="image" width="640" height="360"><media:credit>%s</media:credit>'
                   '<media:thumbnail url="%st.jpg"/></media:content>' % (i["url"], escape(i["author"]), i["url"]))
    return "    <item>\n      %s\n    </item>\n" % "\n      ".join(out)


def rss(p):
    head = "%s%s%s<atom:link href=\"https://%s/feed/\" rel=\"self\" type=\"application/rss+xml\"/><language>en</language>" % (
        element("title", p["title"]), element("link", "https://%s/" % p["host"]), element("description", p["title"]), p["host"])
    return '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"%s>\n  <channel>\n    %s\n%s  </channel>\n</rss>\n' % (
        NAMESPACES, head, "".join(rss_item(i, p["kind"]) for i in p["items"]))


def atom_entry(i, kind):
    if kind == "atom-xhtml":
        content = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">%s</div></content>' % i["body"]
    else:
        content = element("content", i["body"], ' type="html"')
    return ("  <entry>\n    %s<link href=%s/>%s\n    <published>%s</published><updated>%s</updated>\n    <author><name>%s</name></author>%s\n"
            "    %s\n    %s\n  </entry>\n") % (
        element("title", i["title"], ' type="html"'), quoteattr(i["url"]), element("id", "tag:x.example,2026:%d" % i["id"]),
        rfc3339(i["when"]), rfc3339(i["when"]), escape(i["author"]), "".join("<category term=%s/>" % quoteattr(t) for t in i["tags"]),
        element("summary", i["summary"]), content)


def atom(p):
    return ('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n  %s<id>https://%s/</id>'
            '<link rel="self" href="https://%s/atom"/><updated>%s</updated>\n%s</feed>\n') % (
        element("title", p["title"]), p["host"], p["host"], rfc3339(p["items"][0]["when"]), "".join(atom_entry(i, p["kind"]) for i in p["items"]))


def rdf(p):
    items = "".join('  <item rdf:about=%s>%s%s%s%s%s</item>\n' % (
        quoteattr(i["url"]), element("title", i["title"]), element("link", i["url"]), element("dc:date", rfc3339(i["when"])),
        element("description", i["summary"]), element("content:encoded", i["body"])) for i in p["items"])
    return ('<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"%s>\n'
            '  <channel rdf:about="https://%s/">%s<link>https://%s/</link></channel>\n%s</rdf:RDF>\n') % (
        NAMESPACES, p["host"], element("title", p["title"]), p["host"], items)


def json_feed(p):
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": p["title"], "home_page_url": "https://%s/" % p["host"],
        "items": [{"id": str(i["id"]), "url": i["url"], "title": i["title"], "summary": i["summary"], "content_html": i["body"],
                   "date_published": rfc3339(i["when"]), "authors": [{"name": i["author"]}], "tags": i["tags"]} for i in p["items"]]},
        ensure_ascii=False, indent=1)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("dir")
    ap.add_argument("--documents", type=int, default=400)
    ap.add_argument("--seed", type=int, default=1)
    o = ap.parse_args()
    os.makedirs(o.dir, exist_ok=True)
    lists = {"xml": [], "json": []}
    for n in range(o.documents):
        w = Writer(o.seed * 1000003 + n)
        kind = KINDS[n % len(KINDS)]
        ending = "json" if kind == "json" else "xml"
        path = os.path.join(os.path.abspath(o.dir), "%04d.%s" % (n, ending))
        text = w.document(kind, "site%d.example" % n)
        encoding = "iso-8859-1" if n % 29 == 7 and 'encoding="UTF-8"' in text else "utf-8"
        with open(path, "wb") as f:
            f.write(text.replace('encoding="UTF-8"', 'encoding="%s"' % encoding, 1).encode(encoding, "xmlcharrefreplace"))
        lists[ending].append(path)
    for ending, paths in lists.items():
        with open(os.path.join(o.dir, ending + ".list"), "w") as f:
            f.write("".join(p + "\n" for p in paths))


main()
