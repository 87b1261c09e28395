#!/usr/bin/env python3
"""Measures work on many footprints against programs and libraries of others, in the same run, in CPU seconds.

usage: bench_places.py PROGRAM [N]   N footprints, 100,000 by default; 1,000,000 takes some minutes and 3 GB of disk

Prints a table of ratios (theirs ÷ ours; above 1 we are faster) with the goals of the design. Needs python3 with venv;
ogr2ogr is used when it is installed. The data are made by ../shared/bench/gen.py (seeded); without that file nothing
is measured, and it says so.
"""
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "bench"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PEERS = "numpy shapely orjson pyproj".split()


def measured(args, **options):
    """Runs a program; its CPU seconds, wall seconds and largest memory in MB."""
    begin = time.perf_counter()
    child = subprocess.Popen([str(a) for a in args], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    error = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{args}: {error.decode(errors='replace')}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - begin, usage.ru_maxrss / 1024


def lines(args):
    """The JSON lines that a program prints, by their work."""
    out = subprocess.run([str(a) for a in args], check=True, capture_output=True, text=True).stdout
    return {row["work"]: row for row in map(json.loads, out.splitlines()) if "work" in row}


def venv():
    home = TARGET / "bench-venv"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], check=True)
    return python


def flatbush_folder():
    """A folder with flatbush in it; nothing when there is no npm."""
    folder = TARGET / "bench-flatbush"
    if not (folder / "node_modules" / "flatbush").exists():
        if not shutil.which("npm"):
            return []
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--prefix", folder, "flatbush@4"], check=True)
    return [folder]


def main():
    program = Path(sys.argv[1]).resolve()
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    if not (SHARED / "gen.py").exists():
        print(f"not measured: {SHARED / 'gen.py'}, which makes the footprints, is not there")
        return 0
    python = venv()
    rows = []

    def row(work, ours, theirs, goal, note=""):
        ratio = f"{theirs / ours:6.1f}×" if ours and theirs else "      –"
        rows.append((work, ours, theirs, ratio, goal, note))

    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        work = Path(folder)
        data, atlas = work / "fp.geojson", work / "a.gpkg"
        subprocess.run([python, SHARED / "gen.py", "--n", str(n), "--out", data], check=True, stdout=subprocess.DEVNULL)
        ogr = shutil.which("ogr2ogr")

        measured([program, "new", atlas])
        ours, wall, memory = measured([program, "import", atlas, data])
        theirs = measured([ogr, work / "o.gpkg", data])[0] if ogr else None
        row("GeoJSON → atlas, CPU s", ours, theirs, "8×, ≤ 300 MB", f"{memory:.0f} MB, {wall:.1f} s wall")

        ours, wall, memory = measured([program, "info", atlas])
        row("open the atlas and count, CPU s", ours, None, "≤ 2 s wall, ≤ 700 MB", f"{memory:.0f} MB, {wall:.1f} s wall")

        ours, wall, memory = measured([program, "export", atlas, "-o", work / "out.geojson"])
        theirs = measured([ogr, "-lco", "RFC7946=YES", work / "o.geojson", work / "o.gpkg"])[0] if ogr else None
        row("atlas → GeoJSON, CPU s", ours, theirs, "10×", f"{memory:.0f} MB, {wall:.1f} s wall")
        ours, wall, memory = measured([program, "export", atlas, "-o", work / "out.geojsonl"])
        row("atlas → GeoJSON lines, CPU s", ours, theirs, "", f"{memory:.0f} MB, {wall:.1f} s wall")

        for name in ("o.gpkg", "o.geojson", "out.geojson", "out.geojsonl", "a.gpkg"):
            (work / name).unlink(missing_ok=True)
        bench = TARGET / "release" / "examples" / "bench_atlas"
        if bench.exists():
            edit = lines([bench, work, data, "500"])["one edit"]
            row("one edit, ms wall", edit["median_ms"], edit["raw_median_ms"], "≤ 1.5× raw, so ≥ 0.67×")
        else:
            print("one edit: not measured, cargo build --release -p planning --examples makes what measures it")
        controls = work / "controls.geojson"
        subprocess.run([python, SHARED / "gen.py", "--kind", "controls", "--n", "20000", "--out", controls], check=True, stdout=subprocess.DEVNULL)
        own = lines([TARGET / "release" / "examples" / "bench_footprints", data, controls])
        flatbush = flatbush_folder()
        peer = lines([python, ROOT / "scripts" / "bench_peers.py", data, controls, *flatbush])
        peer |= lines([python, ROOT / "scripts" / "bench_postgis.py", data])
        for name, found in [*own.items(), *peer.items()]:
            print(json.dumps(found, ensure_ascii=False))

        def index(name, work, peers, unit, goal):
            found = [(peer[p][unit], p) for p in peers if p in peer]
            best, who = min(found, default=(None, "no peer there"))
            row(f"{name}, {unit.replace('_', ' ')}", own[work][unit], best, goal, who)

        for z in (14, 9):
            work = f"viewport z{z}"
            index(work, work, [f"STRtree {work}", f"flatbush {work}"], "p50_us", "1×")
        index("10 nearest", "10 nearest", ["flatbush 10 nearest"], "p50_us", "1×; ours to the shape itself")
        index("overlay with 20,000 areas", "overlay check", ["overlay check"], "cpu_seconds", "2×")
        for zooms, goal in ((range(4, 12), "≤ 50 ms, ≤ 500 kB"), (range(12, 15), "≤ 16 ms")):
            tiles = [own[f"tile z{z}"] for z in zooms]
            slowest, largest = max(t["p99_ms"] for t in tiles), max(t["largest_kb"] for t in tiles)
            for z in (z for z in zooms if z >= 12):
                index(f"cold tile z{z}", f"tile z{z}", [f"PostGIS tile z{z}"], "p50_ms", "10×")
            name = f"cold tile z{zooms[0]}-z{zooms[-1]}, p99 ms"
            row(name, slowest, None, goal, f"largest {largest:.0f} kB; p50 at z{zooms[-1]} {tiles[-1]['p50_ms']:.2f} ms")
    own = lines([TARGET / "release" / "examples" / "bench_coords", "1000000"])
    peer = lines([python, ROOT / "geodata" / "examples" / "bench_coords.py", "1000000"])
    for name, found in own.items():
        if "cpu_seconds" in found and "cpu_seconds" in peer.get(name, {}):
            row(name + ", CPU s", found["cpu_seconds"], peer[name]["cpu_seconds"], "2×")
    with tempfile.TemporaryDirectory() as folder:
        own = lines([TARGET / "release" / "examples" / "bench_repair", folder])
        peer = lines([python, ROOT / "geodata" / "examples" / "bench_repair.py", folder])
        for name, found in own.items():
            best, method = min((peer[f"{name} {m}"]["cpu_seconds"], m) for m in ("linework", "structure"))
            row(f"mend {name}, CPU s", found["cpu_seconds"], best, "1×", f"GEOS make_valid, {method}")

    print(f"\n{n} footprints; {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}")
    print(f"{'work':34}{'ours':>9}{'theirs':>9}{'ratio':>9}   goal")
    for name, ours, theirs, ratio, goal, note in rows:
        other = f"{theirs:9.2f}" if theirs else "        –"
        print(f"{name:34}{ours:9.2f}{other}{ratio:>9}   {goal:22}{note}")
    return 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
