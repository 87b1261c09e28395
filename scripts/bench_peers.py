#!/usr/bin/env python3
"""Asks others what examples/bench_footprints.rs asks of the footprints in memory: the same boxes, windows and places.

usage: bench_peers.py FOOTPRINTS.geojson CONTROLS.geojson [FLATBUSH_FOLDER]   needs numpy, shapely, orjson

Prints one JSON object a line, {"work", "p50_us", …}: shapely's STRtree, flatbush (with node, when its folder is given)
and GEOS for the overlay (prepared control areas, intersection of the footprints, areas in degrees).
"""
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import orjson
import shapely

HERE = Path(__file__).resolve().parent


def shapes(path):
    texts = []
    with open(path, "rb") as lines:
        for line in lines:
            if line.startswith(b'{"type":"Feature",'):
                texts.append(orjson.dumps(orjson.loads(line.rstrip(b",\r\n"))["geometry"]).decode())
    return shapely.from_geojson(np.array(texts, dtype=object))


def spread(boxes, count):
    """The places that bench_footprints.rs asks at, in its order."""
    at = (np.arange(count, dtype=np.int64) * 7919 + 13) % len(boxes)
    return np.stack([(boxes[at, 0] + boxes[at, 2]) / 2, (boxes[at, 1] + boxes[at, 3]) / 2], axis=1)


def windows(places, z):
    pixel = 360.0 / 256.0 / 2.0**z
    x, y = 640.0 * pixel, 400.0 * pixel * np.cos(np.radians(places[:, 1]))
    return np.stack([places[:, 0] - x, places[:, 1] - y, places[:, 0] + x, places[:, 1] + y], axis=1)


def say(work, **figures):
    print(json.dumps({"work": work, **figures}), flush=True)


def timed(inputs, ask):
    times, hits = [], 0
    for one in inputs:
        begin = time.perf_counter()
        found = ask(one)
        times.append(time.perf_counter() - begin)
        hits += len(found)
    return {"p50_us": float(np.percentile(times, 50)) * 1e6, "mean_hits": hits // len(times)}


def overlay(footprints, controls):
    begin = time.process_time()
    tree = shapely.STRtree(controls)
    shapely.prepare(controls)
    left, right = tree.query(footprints)
    meets = shapely.intersects(controls[right], footprints[left])
    left, right = left[meets], right[meets]
    common = shapely.intersection(footprints[left], controls[right])
    shapely.area(common), shapely.length(common)
    say("overlay check", cpu_seconds=time.process_time() - begin, hits=len(left))


def main():
    footprints = shapes(sys.argv[1])
    boxes = shapely.bounds(footprints)
    questions = {z: windows(spread(boxes, 1000), z) for z in (14, 9)}
    places = spread(boxes, 2000)
    tree = shapely.STRtree(shapely.box(*boxes.T))
    for z, asked in questions.items():
        asked = shapely.box(*asked.T)
        say(f"STRtree viewport z{z}", **timed(asked, tree.query))
    if len(sys.argv) > 3:
        folder = Path(sys.argv[3])
        boxes.astype("<f8").tofile(folder / "boxes.bin")
        np.concatenate(list(questions.values())).astype("<f8").tofile(folder / "windows.bin")
        places.astype("<f8").tofile(folder / "places.bin")
        subprocess.run(["node", HERE / "bench_flatbush.mjs", folder], check=True)
    overlay(footprints, shapes(sys.argv[2]))


if __name__ == "__main__":
    main()
