"""Runs tippecanoe, one zoom a time, because every zoom has its own simplified geometry."""

import json
import os
import subprocess
from pathlib import Path

import shapely


def one_zoom(sources, name: str, zoom: int, layers: dict, buffer: int) -> Path:
    """The tiles of one zoom as an mbtiles file. Geometry is drawn as given: nothing is dropped or simplified again."""
    target = sources.work / f"{name}-{zoom}.mbtiles"
    command = [
        sources.bin / "tippecanoe", "--force", "--quiet", "-o", target, "-Z", str(zoom), "-z", str(zoom), "-b", str(buffer),
        "--no-line-simplification", "--no-tiny-polygon-reduction", "--no-feature-limit", "--no-tile-size-limit",
        "--preserve-input-order", "-r1", "--no-progress-indicator",
        "-T", "level:int", "-T", "rank:int",
    ]  # fmt: skip
    for layer, features in layers.items():
        path = sources.work / f"{name}-{zoom}-{layer}.geojsonl"
        with path.open("w", encoding="utf-8") as file:
            for geometry, properties in features:
                if geometry.is_empty:
                    continue
                geometry = json.loads(shapely.to_geojson(geometry))
                feature = {"type": "Feature", "properties": properties, "geometry": geometry}
                file.write(json.dumps(feature, ensure_ascii=False) + "\n")
        if path.stat().st_size:
            command += ["-L", f"{layer}:{path}"]
    if "-L" not in command:
        target.unlink(missing_ok=True)
        return target
    subprocess.run(command, check=True, env={**os.environ, "TIPPECANOE_MAX_THREADS": "2"})
    return target
