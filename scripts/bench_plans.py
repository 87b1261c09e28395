#!/usr/bin/env python3
"""Measures schedule, lights and the table of money of a large atlas, beside libraries of others in the same run.

usage: bench_plans.py BENCH_PLANS   the example bench_plans of the crate planning, built for release

The schedule stands against networkx (a forward and a backward pass in the order of its topological sort), the table of
money against pandas (pivot_table), on the same rows; times are milliseconds of CPU, the middle of several turns. What
pandas adds up is held against our sum. Needs python3 with venv; without it our own times alone are printed.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PEER = """
import csv, json, statistics, sys, time
import networkx as nx, pandas as pd
folder, expected = sys.argv[1], int(sys.argv[2])
days = {int(r["task"]): int(r["days"]) for r in csv.DictReader(open(folder + "/activities.csv"))}
links = [(int(r["from"]), int(r["to"]), int(r["lag"])) for r in csv.DictReader(open(folder + "/links.csv"))]
graph = nx.DiGraph()
graph.add_nodes_from(days)
for a, b, lag in links:
    graph.add_edge(a, b, lag=max(lag, graph.get_edge_data(a, b, {"lag": lag})["lag"]))

def passes():
    order = list(nx.topological_sort(graph))
    early = {}
    for n in order:
        early[n] = max((early[p] + days[p] + d["lag"] for p, _, d in graph.in_edges(n, data=True)), default=0)
    end = max(early[n] + days[n] for n in order)
    late = {}
    for n in reversed(order):
        late[n] = min((late[s] - d["lag"] for _, s, d in graph.out_edges(n, data=True)), default=end) - days[n]
    return sum(1 for n in order if late[n] == early[n])

lines = pd.read_csv(folder + "/lines.csv")

def pivot():
    table = lines[lines.stage == "allocated"].pivot_table(index="town", columns="source", values="fen", aggfunc="sum")
    return int(table.sum().sum())

def timed(work, turns):
    taken = []
    for _ in range(turns):
        begin = time.process_time()
        answer = work()
        taken.append((time.process_time() - begin) * 1e3)
    return statistics.median(taken), answer

networkx, critical = timed(passes, 5)
pandas, total = timed(pivot, 15)
assert total == expected, (total, expected)
print(json.dumps({"networkx": networkx, "pandas": pandas, "critical": critical}))
"""


def venv():
    home = TARGET / "bench-plans-venv"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "networkx", "pandas"], check=True)
    return python


def main():
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        ours = json.loads(subprocess.run([sys.argv[1], folder], check=True, capture_output=True, text=True).stdout)
        try:
            peer = [venv(), "-c", PEER, folder, str(ours["allocated_fen"])]
            theirs = json.loads(subprocess.run(peer, check=True, capture_output=True, text=True).stdout)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"without peers: {error}", file=sys.stderr)
            theirs = {}
    print(f"{ours['tasks']:,} tasks, {ours['dependencies']:,} dependencies, {ours['lines']:,} lines of money")
    print(f"{'work':<12}{'median ms':>11}{'slowest':>9}{'goal':>7}{'peer ms':>10}{'ratio':>9}")
    for work, goal, peer in (("schedule", 50, "networkx"), ("light", 50, None), ("pivot", 30, "pandas")):
        middle, slowest = ours[work]["median_ms"], ours[work]["slowest_ms"]
        other = theirs.get(peer)
        said = f"{other:>10.1f}{other / middle:>8.1f}×  {peer}" if other else ""
        print(f"{work:<12}{middle:>11.1f}{slowest:>9.1f}{goal:>7}{said}")
    return 0


sys.exit(main())
