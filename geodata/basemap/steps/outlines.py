"""counties.bin.gz: county outlines for containment and for drawing one county.

Layout, little endian, varints as in protocol buffers, signed ones zigzag:
"ZTC1", count, then for each county: adcode, length of the name, name (UTF-8), number of polygons, for each the number
of rings, for each the number of points without the closing one, then differences of longitude and latitude in
1e-5 degrees. The differences run on from ring to ring within one county and start at 0, 0.
"""

import gzip

import numpy as np
import shapely


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value: int) -> bytes:
    return varint(value * 2 if value >= 0 else -value * 2 - 1)


def write(path, codes, names, shapes) -> None:
    out = bytearray(b"ZTC1")
    out += varint(len(codes))
    for code, name, shape in zip(codes, names, shapes):
        encoded = name.encode()
        out += varint(int(code)) + varint(len(encoded)) + encoded
        polygons = shapely.get_parts(shape)
        out += varint(len(polygons))
        x, y = 0, 0
        for polygon in polygons:
            rings = [polygon.exterior, *polygon.interiors]
            out += varint(len(rings))
            for ring in rings:
                points = np.round(shapely.get_coordinates(ring)[:-1] * 1e5).astype(int)
                out += varint(len(points))
                for px, py in points.tolist():
                    out += zigzag(px - x) + zigzag(py - y)
                    x, y = px, py
    path.write_bytes(gzip.compress(bytes(out), 9, mtime=0))
