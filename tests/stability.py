#!/usr/bin/env python3
"""Equal ledgers give equal bytes: random cycles of the real program, under another time zone and locale each time. Speaks TAP.

CYCLES=500 in the environment makes it long; SEED another sequence.
"""
import os
import random
import shutil
import subprocess

import integration
from integration import Origin, Place

CYCLES = int(os.environ.get("CYCLES", "5"))
SEED = int(os.environ.get("SEED", "1"))
ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "XXX-14", "YYY+12"]
LOCALES = ["C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "POSIX"]
WORDS = "harbour bridge vote council storm river engine library museum court ferry island glacier orbit choir novel league".split()
FEEDS = """
feed "all" { title = "Everything"  from = {"*"}  items = 40 }
feed "top" { from = {"s0", "s1"}  updates = bump  tombstones = yes  items = 10 }
feed "new" { from = {"s1", "s2"}  updates = new-entry  items = 10 }
feed "first" { from = {"s0"}  updates = ignore }
feed "edits" { from = {"*"}  kind = corrections }
feed "some" { from = {"*"}  keep = {"title ~ /bridge|vote/"}  items = 15 }
"""


class Publisher:
    """A source of articles to which things happen."""

    def __init__(self, rng, number):
        self.rng, self.number, self.count = rng, number, 0
        self.articles, self.gone, self.host, self.build = [], [], "http://a%d.example" % number, 0
        for _ in range(8):
            self.add()

    def words(self, n):
        return " ".join(self.rng.choice(WORDS) for _ in range(n))

    def add(self):
        self.count += 1
        self.articles.insert(0, {
            "n": self.count, "title": "%s no %d" % (self.words(4), self.count), "text": self.words(60), "comments": 0,
            "date": None if self.number == 2 else "2024-0%d-%02dT%02d:00:00Z" % (1 + self.count // 28 % 9, 1 + self.count % 28, self.rng.randrange(24)),
        })

    def happen(self):
        self.build += 1
        what = self.rng.choice(["add", "add", "edit", "title", "comments", "host", "order", "shrink", "delete", "build", "nothing"])
        a = self.rng.choice(self.articles)
        if what == "add":
            self.add()
        elif what == "edit":
            a["text"] = self.words(5) + " " + a["text"]
        elif what == "title":
            a["title"] = a["title"] + " again"
        elif what == "comments":
            a["comments"] += 1
        elif what == "host":
            self.host = "https://b%d.example" % self.rng.randrange(9)
        elif what == "order":
            self.rng.shuffle(self.articles)
        elif what == "shrink" and len(self.articles) > 5:
            self.articles.pop()
        elif what == "delete" and len(self.articles) > 5:
            self.gone.append(self.articles.pop()["n"])
        elif what == "build":
            self.build += 100  # another build date, nothing else
        return what

    def atom(self):
        entries = "".join(
            "<entry><id>%s/?p=%d</id><title>%s</title><link href='%s/p%d.html'/>%s<content type='html'>&lt;p&gt;%s&lt;/p&gt;"
            "&lt;p&gt;%d comments&lt;/p&gt;</content></entry>"
            % (self.host, a["n"], a["title"], self.host, a["n"], "<published>%s</published>" % a["date"] if a["date"] else "", a["text"], a["comments"])
            for a in self.articles)
        gone = "".join("<at:deleted-entry ref='%s/?p=%d' when='2024-01-01T00:00:00Z'/>" % (self.host, n) for n in self.gone)
        return ("<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'><title>Source %d</title>"
                "<updated>2024-05-01T00:%02d:%02dZ</updated>%s%s</feed>" % (self.number, self.build // 60 % 60, self.build % 60, gone, entries))


def environment(rng):
    return dict(os.environ, TZ=rng.choice(ZONES), LC_ALL=rng.choice(LOCALES), LANG=rng.choice(LOCALES), HOME="/nonexistent")


def round_of(place, rng, conf=None):
    r = subprocess.run([integration.PROGRAM, "once", "--all", "--config", conf or place.conf], capture_output=True, text=True, cwd=place.dir,
                       env=environment(rng), timeout=integration.PATIENCE * 5)
    place.said += r.stderr
    assert r.returncode == 0, r.stderr


def contents(folder):
    return {n: open(os.path.join(folder, n), "rb").read() for n in sorted(os.listdir(folder))}


def ledger_of(place):
    return [place.ledger("SELECT * FROM %s ORDER BY 1, 2" % table) for table in ("article", "content", "alias", "revision", "fetch")]


def render_elsewhere(place, rng):
    """The same ledger in another folder: every feed is written anew. The sources are out of reach, so nothing changes it."""
    other = os.path.join(place.dir, "elsewhere")
    shutil.copytree(place.state, other)
    conf = os.path.join(place.dir, "elsewhere.conf")
    with open(place.conf) as f:
        text = f.read().replace('state-dir = "state"', 'state-dir = "elsewhere"').replace('output-dir = "public"', 'output-dir = "elsewhere-out"')
    with open(conf, "w") as f:
        f.write(text)
    subprocess.run([integration.PROGRAM, "once", "--config", conf], capture_output=True, cwd=place.dir, env=environment(rng), check=True)
    out = contents(os.path.join(place.dir, "elsewhere-out"))
    shutil.rmtree(other)
    shutil.rmtree(os.path.join(place.dir, "elsewhere-out"))
    return out


def equal_ledgers_give_equal_bytes(at):
    rng = random.Random(SEED)
    origin = Origin()
    publishers = [Publisher(rng, n) for n in range(3)]
    p = at(Place(" ".join('source "s%d" { url = "%s/%d" }' % (n, origin.url, n) for n in range(3)), FEEDS))
    for cycle in range(CYCLES):
        happened = [q.happen() for q in publishers] if cycle > 0 else []
        for q in publishers:
            origin.put("/%d" % q.number, q.atom())
        round_of(p, rng)
        files, ledger, bodies = p.files(), ledger_of(p), contents(p.out)
        round_of(p, rng)
        assert p.files() == files, ("a round without news wrote", cycle, happened)
        assert ledger_of(p) == ledger, ("a round without news changed the ledger", cycle, happened)
        if cycle % 5 == 0 or cycle == CYCLES - 1:
            again = render_elsewhere(p, rng)
            for name in bodies:
                assert again[name] == bodies[name], ("the same ledger gives another", name, cycle, happened)
    titles = p.ledger("SELECT count(*), count(DISTINCT uid) FROM article")[0]
    assert titles[0] == titles[1] == sum(q.count for q in publishers), (titles, [q.count for q in publishers])


integration.TESTS = [equal_ledgers_give_equal_bytes]

if __name__ == "__main__":
    integration.main()
