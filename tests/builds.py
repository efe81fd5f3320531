#!/usr/bin/env python3
"""One article, built into pages in many ways: every part of it must come out in its place, and nothing else. Speaks TAP.

BUILDS=300 in the environment makes that many pages of each article; KEEP=folder keeps those that failed.
"""
import html
import json
import os
import random
import re
import subprocess

BUILDS = int(os.environ.get("BUILDS", "20"))
KEEP = os.environ.get("KEEP")
PROGRAM = os.path.join(os.getcwd(), "feedwright")
URL = "https://tidalpost.example/2023/03/ferry.html"
SITE = "The Tidal Post"
CREDIT = "Bo Lind/Coast Pictures"

ARTICLES = {
    "en": {
        "slogan": "Wind, Water, Word.",
        "title": "Island Ferry Gets a Second Landing Stage, and Nobody Objects",
        "date": "March 7, 2023",
        "published": "Published: March 7, 2023",
        "caption": "The ferry Gull leaves the old stage at low water on March 6, 2023.",
        "credit": " (Image: %s)" % CREDIT,
        "text": [
            "The harbour council voted on Monday to give the ferry a second landing stage, said the mayor, who had asked for it since the spring.",
            "“We have waited for this,” said Ann Roe of the fishers’ guild, “and we will wait no longer than a summer, whatever the wind does.”",
            "Work begins in June, weather permitting, and is paid for by the island and by the two towns on the coast that the ferry serves.",
            "“No ship has ever been late because of a landing stage,” the captain told the council. “They are late because there is none.”",
            "A third stage was not discussed.",
        ],
    },
    "de": {
        "slogan": "Wahrheit, Wind und Wetter.",
        "title": "Die Inselfähre bekommt einen zweiten Anleger, und niemand hat etwas dagegen",
        "date": "7. März 2023",
        "published": "Veröffentlicht: 7. März 2023",
        "caption": "Die Fähre Möwe verlässt bei Niedrigwasser den alten Anleger.",
        "credit": " (Foto: %s)" % CREDIT,
        "text": [
            "Der Hafenrat hat am Montag beschlossen, der Fähre einen zweiten Anleger zu geben, sagte die Bürgermeisterin, die seit dem Frühjahr darum gebeten hatte.",
            "„Wir haben lange darauf gewartet“, sagte Anna Ruhland von der Gilde der Fischer, „und wir warten keinen weiteren Sommer, was immer der Wind dazu sagt.“",
            "Die Arbeiten beginnen im Juni, wenn das Wetter es zulässt, und werden von der Insel und den beiden Städten an der Küste bezahlt.",
            "Kein Schiff sei je wegen eines Anlegers zu spät gekommen, sagte der Kapitän dem Rat, sondern immer nur, weil es keinen gab.",
        ],
    },
    "zh": {
        "slogan": "真实、风与水。",
        "title": "岛上渡轮将获得第二个码头，没有人反对这项决定",
        "date": "2023年3月7日",
        "published": "发布时间：2023年3月7日",
        "caption": "渡轮“海鸥号”在退潮时离开岛上的旧码头。",
        "credit": "（图片：%s）" % CREDIT,
        "text": [
            "港务委员会周一投票决定为渡轮修建第二个码头，市长表示，她从春天起就一直要求这样做，居民们也都表示欢迎。",
            "渔民协会的代表说：“我们等待这一天已经很久了，无论风怎么吹，我们都不会再等一个夏天。”",
            "如果天气允许，工程将于六月开始，费用由岛屿和渡轮所服务的海岸两座城市共同承担，预计需要三个月。",
            "船长对委员会说：“从来没有一艘船因为码头而晚点，它们晚点是因为没有码头。”他希望秋天能够使用新的码头。",
        ],
    },
}


class Page:
    """An article in one of the ways in which sites build their pages."""

    def __init__(self, language, article, seed):
        self.rng = random.Random("%s %d" % (language, seed))
        self.language, self.article = language, article
        self.names = self.rng.choice(["meaning", "hashes", "none"])  # what class attributes say
        self.noise = []

    def maybe(self, share, s):
        return s if self.rng.random() < share else ""

    def one_of(self, *ways):
        return self.rng.choice(ways)

    def tag(self, name, class_name, inner):
        if self.names == "none":
            return "<%s>%s</%s>" % (name, inner, name)
        if self.names == "hashes":
            class_name = "c" + "".join(self.rng.choice("abcdefghij0123456789") for _ in range(6))
        return '<%s class="%s">%s</%s>' % (name, class_name, inner, name)

    def links(self, prefix, words):
        return "".join('<li><a href="/%s/%d.html">%s</a></li>' % (prefix, i, words % i) for i in range(1, 7))

    def head(self):
        title = html.escape(self.article["title"])
        out = "<title>%s</title>" % (self.one_of("%s", "%s | " + SITE, "%s - " + SITE, "%s :: " + SITE, SITE + ": %s") % title)
        out += self.maybe(0.5, '<meta property="og:site_name" content="%s">' % SITE)
        out += self.maybe(0.5, '<meta property="og:type" content="article"><meta property="og:title" content="%s"><meta property="og:image" content="/img/gull.jpg">' % title)
        out += self.maybe(0.3, '<script type="application/ld+json">%s</script>' % json.dumps({
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": self.article["title"], "datePublished": "2023-03-07",
            "image": "https://tidalpost.example/img/gull.jpg", "publisher": {"@type": "Organization", "name": SITE}}))
        return out

    def top(self, name):
        """Name and slogan of the site; name is the element around the first."""
        link = '<a href="/">%s</a>' % (SITE if name != "img" else '<img src="/logo.png" alt="%s" width="200" height="60">' % SITE)
        brand = link if name == "img" else self.tag(name, "logo", link)
        slogan = self.tag(self.one_of("div", "p", "span", "h2"), "site-description", html.escape(self.article["slogan"]))
        menu = self.links("section", "Section %d")
        menu = self.one_of("<nav><ul>%s</ul></nav>" % menu, "<table><tr>%s</tr></table>" % menu.replace("li>", "td>"), self.tag("div", "menu", "<ul>%s</ul>" % menu))
        return self.one_of("<header>%s</header>" % (brand + slogan + menu), self.tag("div", "header", brand + slogan + menu))

    def headline(self, name):
        title = html.escape(self.article["title"])
        return self.tag("div", "headline", "<b>%s</b>" % title) if name == "div" else self.tag(name, "entry-title", title)

    def date(self):
        a = self.article
        return self.one_of('<time datetime="2023-03-07">%s</time>' % a["date"], self.tag("p", "date", a["published"]), self.tag("span", "meta", a["published"]),
                           self.tag("div", "byline", "<time>%s</time>" % a["published"]))

    def picture(self):
        a, size = self.article, 'width="800" height="450" alt=""'
        img = self.one_of('<img src="/img/gull.jpg" %s>' % size, '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/img/gull.jpg" %s>' % size)
        told = html.escape(a["caption"] + a["credit"])
        return self.one_of(
            "<figure>%s<figcaption>%s</figcaption></figure>" % (img, told),
            '<div class="wp-caption">%s<p class="wp-caption-text">%s</p></div>' % (img, told),
            self.tag("div", "image", img) + self.tag("p", "image-caption", told),
            "<p>%s<br><small>%s</small></p>" % (img, told),
            '<table><tr><td>%s</td></tr><tr><td><font size="1">%s</font></td></tr></table>' % (img, told),
            "<figure>%s<figcaption>%s %s</figcaption></figure>" % (img, self.tag("span", "caption", html.escape(a["caption"])), self.tag("span", "credit", CREDIT)))

    def text(self):
        text = [html.escape(s) for s in self.article["text"]]
        way = self.one_of("<p>%s</p>\n", "<div>%s</div>\n", "%s<br><br>\n")
        return self.tag("div", "content", "".join(way % s for s in text))

    def html(self):
        share = self.tag("div", "share", '<a href="https://social.example/share">Share on Social</a> <a href="mailto:?">Email this</a>')
        letter = self.tag("div", "newsletter", "<h3>Sign up for our newsletter</h3><p>Get the best of %s delivered to your inbox every morning.</p>"
                          "<form><input type=email><button>Subscribe</button></form>" % SITE)
        related = self.tag("div", "related", "<h3>Related articles</h3><ul>%s</ul>" % self.links("2023", "Another story of the sea, number %d, with a long title"))
        comments = self.tag("div", "comments", "<h3>3 Comments</h3>" + "".join(
            self.tag("div", "comment", "<b>Reader %d</b> <span>March 8, 2023 at 1%d:00</span><p>I think this comment says something of about the length of one sentence, number %d.</p>"
                     '<a href="#r">Reply</a>' % (i, i, i)) for i in range(3)))
        cookies = self.tag("div", "cookie-consent", "<p>We use cookies to improve your experience. By continuing you accept our cookie policy.</p><button>Accept</button>")
        side = self.maybe(0.5, self.tag("div", "sidebar", "<h3>Most read</h3><ol>%s</ol>" % self.links("most", "Most read story number %d about the sea and ships")))
        foot = self.tag("footer", "footer", "<p>&copy; 2023 %s. All rights reserved.</p><ul>%s</ul>" % (SITE, self.links("about", "About us, part %d")))
        brand = self.one_of("h1", "div", "img")
        headline = self.headline(self.one_of("h1", "h2") if brand == "h1" else self.one_of("h1", "h2", "div"))
        inner = headline + self.date() + self.maybe(0.3, share) + self.picture() + self.text() + self.maybe(0.5, letter) + self.maybe(0.2, share)
        behind = self.maybe(0.5, related) + self.maybe(0.5, comments)
        body = self.one_of("<main><article>%s</article>%s</main>%s" % (inner, behind, side), self.tag("div", "main", self.tag("div", "post", inner + behind)) + side,
                           "<table><tr><td width=150>%s</td><td>%s</td></tr></table>" % (side, inner + behind))
        return '<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8">%s</head><body>%s%s%s%s</body></html>' % (
            self.language, self.head(), self.maybe(0.5, cookies), self.top(brand), body, foot)


def squeeze(s):
    return re.sub(r"\s+", " ", s or "").strip()


def wrong_parts(language, a, page):
    """What of the article is not as it is, a line each."""
    run = subprocess.run([PROGRAM, "extract", "--json", "--base", URL, "-"], input=page.encode(), capture_output=True, check=False)
    if run.returncode != 0:
        return ["extract: %s" % run.stderr.decode().strip()]
    got = json.loads(run.stdout)
    image = got.get("image", {})
    text = [squeeze(s) for s in got.get("content_text", "").split("\n\n")]
    parts = [
        ("title", got.get("title"), a["title"]), ("published", got.get("published", "")[:10], "2023-03-07"), ("site", got.get("site_name"), SITE),
        ("slogan", got.get("slogan"), a["slogan"]), ("language", got.get("language"), language), ("authors", got.get("authors"), None),
        ("image", image.get("url"), "https://tidalpost.example/img/gull.jpg"), ("caption", squeeze(image.get("caption")), a["caption"]),
        ("credit", image.get("credit"), CREDIT), ("text", text, a["text"]), ("caption in the HTML", a["caption"] in got.get("content_html", ""), True),
        ("paragraph in the HTML", "<p>%s</p>" % a["text"][1] in got.get("content_html", ""), True),
    ]
    return ["%s is %r, not %r" % part for part in parts if part[1] != part[2]]


def main():
    print("1..%d" % len(ARTICLES))
    for number, (language, article) in enumerate(ARTICLES.items(), 1):
        n_failed = 0
        for seed in range(BUILDS):
            page = Page(language, article, seed).html()
            wrong = wrong_parts(language, article, page)
            n_failed += bool(wrong)
            for line in wrong:
                print("# page %s-%d: %s" % (language, seed, line))
            if wrong and KEEP:
                with open(os.path.join(KEEP, "%s-%d.html" % (language, seed)), "w") as f:
                    f.write(page)
        print("%s %d - %d pages of one article in %s, every part in its place" % ("not ok" if n_failed else "ok", number, BUILDS, language), flush=True)


if __name__ == "__main__":
    main()
