#!/usr/bin/env python3
"""CPU seconds of whole processes over lists of documents, side by side.

  run.py [--rounds 5] [--list LIST]... [--run NAME=COMMAND]...

Each COMMAND is run once a round on each list, {list} in it being the list's path, all of them in turn, so that what
disturbs one disturbs the others. CPU is user + system of the command and all that it starts. Printed: the best and the
median of the rounds, and how many times as long as the first command each one takes. Without --list a corpus is made
(tests/bench/corpus.py); without --run the modes of tests/bench/parse are measured. Others go beside them, for example

  --run 'sfeed=sh -c "while read f; do sfeed <$f >/dev/null; done <{list}"'
"""
import argparse
import os
import shlex
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def cpu_seconds(command):
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as p:
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode != 0:
        sys.exit("run.py: status %d: %s" % (p.returncode, shlex.join(command)))
    return usage.ru_utime + usage.ru_stime


def size_of(path):
    with open(path) as f:
        return sum(os.path.getsize(line.rstrip("\n")) for line in f)


def measure(path, commands, rounds, program, known):
    subprocess.run([program, "learn", path, known], check=True, stdout=subprocess.DEVNULL)
    megabytes = size_of(path) / 1e6
    times = {name: [] for name, _ in commands}
    for n in range(rounds + 1):
        for name, command in commands:
            seconds = cpu_seconds([part.replace("{list}", path).replace("{known}", known) for part in shlex.split(command)])
            if n > 0:  # the first round only fills the page cache
                times[name].append(seconds)
    first = min(times[commands[0][0]])
    print("%s: %.1f MB, %d rounds" % (path, megabytes, rounds))
    print("%-16s %10s %10s %10s %12s" % ("", "best MB/s", "median", "best s", "times " + commands[0][0]))
    for name, _ in commands:
        best, median = min(times[name]), statistics.median(times[name])
        print("%-16s %10.1f %10.1f %10.3f %12.2f" % (name, megabytes / best, megabytes / median, best, best / first), flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--list", action="append", default=[], help="file that names one document a line")
    ap.add_argument("--run", action="append", default=[], metavar="NAME=COMMAND")
    ap.add_argument("--program", default="tests/bench/parse", help="the benchmark program (make bench builds it)")
    o = ap.parse_args()
    commands = [tuple(r.split("=", 1)) for r in o.run]
    program = shlex.quote(o.program)
    commands += [("model", program + " model {list}"), ("answer", program + " answer {list}"), ("again", program + " again {list} {known}")]
    with tempfile.TemporaryDirectory() as scratch:
        if not o.list:
            subprocess.run([sys.executable, os.path.join(HERE, "corpus.py"), scratch], check=True)
            o.list = [os.path.join(scratch, "xml.list"), os.path.join(scratch, "json.list")]
        for path in o.list:
            measure(path, commands, o.rounds, o.program, os.path.join(scratch, "known"))


main()
