#!/usr/bin/env python3
"""The peer of bench_coords.rs: the same places and rings through pyproj; one JSON line for each work.

usage: bench_coords.py [N]   needs pyproj and numpy; CPU seconds, the best of five runs
"""
import json
import math
import sys
import time

import numpy as np
from pyproj import Geod, Transformer

N = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000


def report(work, n, run):
    best = math.inf
    for _ in range(5):
        begin = time.process_time()
        run()
        best = min(best, time.process_time() - begin)
    print(json.dumps({"work": work, "n": n, "cpu_seconds": round(best, 6), "rate": round(n / best)}), flush=True)


def main():
    i = np.arange(N, dtype=float)
    lon, lat = 115.5 + 3 * np.modf(i * 0.61803398875)[0], 20 + 30 * np.modf(i * 0.75487766625)[0]
    zone = Transformer.from_crs(4490, 4548, always_xy=True)
    x, y = zone.transform(lon, lat)
    report("cgcs2000_zone_forward", N, lambda: zone.transform(lon, lat))
    report("cgcs2000_zone_inverse", N, lambda: zone.transform(x, y, direction="INVERSE"))
    k = np.arange(N - 1, dtype=float)
    turn, r = math.tau * k / (N - 1), 0.5 * (1 + 0.001 * np.sin(k))
    rx, ry = 117 + r * np.cos(turn), 35 + r * np.sin(turn)
    rx, ry = np.append(rx, rx[0]), np.append(ry, ry[0])
    geod = Geod(ellps="WGS84")
    report("geodesic_length", N, lambda: geod.line_length(rx, ry))
    report("geodesic_area_perimeter", N, lambda: geod.polygon_area_perimeter(rx, ry))
    houses = [(np.array([a, a + 2e-4, a + 2e-4, a]), np.array([b, b, b + 1e-4, b + 1e-4]))
              for a, b in zip(lon[:N // 5], lat[:N // 5])]
    report("geodesic_footprints", len(houses) * 4, lambda: [geod.polygon_area_perimeter(*h) for h in houses])
    area = abs(geod.polygon_area_perimeter(rx, ry)[0])
    print(json.dumps({"work": "check", "length": geod.line_length(rx, ry), "area": area,
                      "x": x[N // 2], "y": y[N // 2]}))


if __name__ == "__main__":
    main()
