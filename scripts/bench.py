#!/usr/bin/env python3
"""Measures what a user waits for: each command of the release program, run several times from a cold process.

usage: bench.py PROGRAM [RUNS]   prints the median, the fastest and the slowest in milliseconds
"""
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    program = Path(sys.argv[1]).resolve()
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)

        def zhentu(*args: str) -> float:
            begin = time.perf_counter()
            subprocess.run([program, *args], cwd=work, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            return (time.perf_counter() - begin) * 1000

        def fresh(name: str) -> None:
            (work / name).unlink(missing_ok=True)

        zhentu("new", "seeds.gpkg", "--seeds")
        zhentu("new", "practice.gpkg", "--practice")
        cases = {
            "new --seeds": (("new", "n.gpkg", "--seeds"), "n.gpkg"),
            "new --practice": (("new", "n.gpkg", "--practice"), "n.gpkg"),
            "info, five plans": (("info", "seeds.gpkg", "--json"), None),
            "history, five plans": (("history", "seeds.gpkg", "--json"), None),
            "export projects, practice": (("export", "practice.gpkg", "-o", "p.geojson"), "p.geojson"),
            "export tasks, five plans": (("export", "seeds.gpkg", "--layer", "tasks", "-o", "t.json"), "t.json"),
            "export all as text, five plans": (("export", "seeds.gpkg", "--layer", "all", "-o", "{n}"), None),
        }
        print(f"{platform.machine()}, {os.cpu_count()} cores, {runs} runs each, milliseconds, process start included")
        print(f"{'':32}{'median':>9}{'fastest':>9}{'slowest':>9}")
        for name, (args, out) in cases.items():
            times = []
            for run in range(runs):
                if out:
                    fresh(out)
                times.append(zhentu(*(a.replace("{n}", f"text{run}") for a in args)))
            print(f"{name:32}{statistics.median(times):9.1f}{min(times):9.1f}{max(times):9.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
