#!/usr/bin/env python3
"""What it costs to start: CPU milliseconds of whole short runs, side by side.

  starts.py [--runs 30] [NAME=COMMAND]...

Each COMMAND runs once a round, all of them in turn, so that what disturbs one disturbs the others; CPU is user + system of the
command and all that it waits for. Without commands, the verbs of ./feedwright that read one document are measured, with documents so
small that reading them is nothing; --version is one start without a worker.
"""
import argparse
import os
import shlex
import statistics
import sys
import tempfile

FEED = "<rss version='2.0'><channel><title>T</title><link>http://a.example/</link><description/>%s</channel></rss>" % (
    "<item><title>One</title><link>http://a.example/1</link></item>"
)
PAGE = "<html><head><title>One</title></head><body><article><h1>One</h1><p>%s</p></article></body></html>" % ("Some words. " * 20)


def cpu_ms(words, null):
    files = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    pid = os.posix_spawnp(words[0], words, os.environ, file_actions=files)
    _, status, usage = os.wait4(pid, 0)
    if os.WIFSIGNALED(status) or os.WEXITSTATUS(status) > 1:
        sys.exit("starts.py: %s: %s" % (shlex.join(words), status))
    return 1000 * (usage.ru_utime + usage.ru_stime)


def usual(folder):
    def write(name, data):
        path = os.path.join(folder, name)
        with open(path, "wb") as f:
            f.write(data)
        return path

    feed, page = write("feed.xml", FEED.encode()), write("page.html", PAGE.encode())
    old = write("old.xml", ("<?xml version='1.0' encoding='koi8-r'?>" + FEED).encode())
    runs = {"--version": ["--version"], "parse": ["parse", feed], "extract": ["extract", page], "listing": ["listing", page],
            "lint": ["lint", feed], "parse, KOI8-R": ["parse", old]}
    return {name: ["./feedwright", *words] for name, words in runs.items()}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--runs", type=int, default=30)
    ap.add_argument("commands", nargs="*", metavar="NAME=COMMAND")
    o = ap.parse_args()
    null = os.open(os.devnull, os.O_RDWR)
    with tempfile.TemporaryDirectory() as folder:
        commands = {c.split("=", 1)[0]: shlex.split(c.split("=", 1)[1]) for c in o.commands} or usual(folder)
        times = {name: [] for name in commands}
        for n in range(o.runs + 1):
            for name, words in commands.items():
                ms = cpu_ms(words, null)
                if n > 0:  # the first round only fills the page cache
                    times[name].append(ms)
    print("%-16s %10s %10s" % ("ms of CPU", "best", "median"))
    for name, t in times.items():
        print("%-16s %10.2f %10.2f" % (name, min(t), statistics.median(t)))


main()
