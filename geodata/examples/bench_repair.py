#!/usr/bin/env python3
"""The peer of bench_repair.rs: the same shapes through make_valid of GEOS; one JSON line for each set.

usage: bench_repair.py FOLDER   needs shapely; FOLDER is what bench_repair wrote. CPU seconds, the best of three runs, or of one that takes long
"""
import json
import math
import sys
import time
from pathlib import Path

import shapely


def main():
    for path in sorted(Path(sys.argv[1]).glob("repair_*.wkt")):
        shapes = shapely.from_wkt(path.read_text().splitlines())
        for method in ("linework", "structure"):
            best = math.inf
            for _ in range(3):
                begin = time.process_time()
                mended = shapely.make_valid(shapes, method=method)
                best = min(best, time.process_time() - begin)
                if best > 2:
                    break
            print(json.dumps({"work": f"{path.stem} {method}", "n": int(shapely.get_num_coordinates(shapes).sum()),
                              "cpu_seconds": round(best, 6), "still_invalid": int((~shapely.is_valid(mended)).sum())}), flush=True)


if __name__ == "__main__":
    main()
