#!/usr/bin/env python3
"""The two programs, how they find each other, and the workers that they start. Speaks TAP; the rig is integration.py's."""
import os
import re
import shutil
import signal
import subprocess

import integration
from integration import FOLDER, ARTICLE, Place, rss, wait_for

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
FOLDERS = "", "../libexec/feedwright"  # in a build, and installed
FULL = [p for p in (os.path.join(os.path.dirname(integration.PROGRAM), f, "feedwright-full") for f in FOLDERS) if os.path.exists(p)][0]


def copies(place, *programs):
    """The programs once more, in a folder that can be spoilt."""
    folder = os.path.join(place.dir, "bin")
    os.mkdir(folder)
    for program in programs:
        shutil.copy(program, folder)
    return os.path.join(folder, "feedwright")


def workers(place):
    with open("/proc/%d/task/%d/children" % (place.process.pid, place.process.pid)) as f:
        return [int(pid) for pid in f.read().split()]


def a_document_is_read_without_the_other_half(at):
    p = at(Place(FOLDER))
    p.write("feed.xml", rss([("1", "One")]))
    p.program = copies(p, integration.PROGRAM)
    assert '"One"' in p.run("parse", "articles/feed.xml").stdout
    assert p.run("lint", "--level", "error", "articles/feed.xml").returncode == 0


def what_somebody_else_put_beside_it_is_not_run(at):
    if os.geteuid() != 0:
        return
    p = at(Place(FOLDER))
    p.program = copies(p, integration.PROGRAM)
    other = os.path.join(p.dir, "bin", "feedwright-full")
    with open(other, "w") as f:
        f.write("#!/bin/sh\necho taken over\n")
    os.chmod(other, 0o755)
    os.chown(other, 65534, 65534)
    assert "taken over" not in p.run("list", "--config", p.conf, check=False).stdout


def the_other_half_alone_says_what_starts_it(at):
    p = at(Place(FOLDER))
    for words in ["list"], ["nothing"], []:
        r = subprocess.run([FULL, *words], capture_output=True, text=True, cwd=p.dir)
        assert r.returncode == 2 and "started by feedwright" in r.stderr, r


def workers_start_after_the_files_on_disk_are_gone(at):
    p = at(Place(FOLDER))
    p.program = copies(p, integration.PROGRAM, FULL)
    p.write("tower.txt", ARTICLE)
    p.start()
    wait_for("the first article", lambda: b"Keepers Vote" in p.get("/feeds/all.atom")[2])
    shutil.rmtree(os.path.join(p.dir, "bin"))
    for pid in workers(p):
        os.kill(pid, signal.SIGKILL)
    wait_for("the end of the workers", lambda: not workers(p))
    p.write("mast.txt", ARTICLE.replace("Old Tower", "Mast"))
    wait_for("the second article", lambda: b"the Mast" in p.get("/feeds/all.atom")[2])
    assert workers(p) and p.stop() == 0


def every_verb_and_option_is_in_manual_and_completion(at):
    p = at(Place(FOLDER))
    with open(os.path.join(SOURCES, "src/cli/feedwright.1")) as f:
        manual = f.read()
    with open(os.path.join(SOURCES, "contrib/completions/feedwright.bash")) as f:
        completion = f.read()
    lines = p.run("--help").stdout.splitlines()
    verbs = [line.split()[0] for line in lines if re.match(r"  [a-z]+  ", line)]
    assert len(verbs) > 15, lines
    known = set(re.search(r'verbs="(.*)"', completion).group(1).split())
    assert known == set(verbs), known ^ set(verbs)
    for verb in verbs:
        options = set(re.findall(r"--[a-z][a-z-]*", p.run(verb, "--help").stdout))
        told = re.search(r"^\t(?:[a-z]+ \| )*%s(?: \| [a-z]+)*\) options=\"(.*)\"" % verb, completion, re.M)
        missing = options - set(told.group(1).split() if told else [])
        assert not missing, "%s: completion lacks %s" % (verb, missing)
        missing = [o for o in options if "Fl " + o[1:] not in manual.replace("Fl Fl ", "Fl -")]
        assert not missing, "%s: manual lacks %s" % (verb, missing)
        assert re.search(r"^\.Cm %s$" % verb, manual, re.M), "%s: not in the manual's synopsis" % verb


TESTS = [
    a_document_is_read_without_the_other_half,
    what_somebody_else_put_beside_it_is_not_run,
    the_other_half_alone_says_what_starts_it,
    workers_start_after_the_files_on_disk_are_gone,
    every_verb_and_option_is_in_manual_and_completion,
]

if __name__ == "__main__":
    integration.TESTS = TESTS
    integration.main()
