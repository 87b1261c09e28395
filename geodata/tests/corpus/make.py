#!/usr/bin/env python3
"""Makes the files the fuzz tests start from, beside this script; needs GDAL 3.6 or newer."""

import gzip
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

from osgeo import ogr

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "..", "fixtures")

SHAPES = [
    ("点", "POINT (116.49 35.71)"),
    ("多点", "MULTIPOINT (116.49 35.71,116.5 35.72)"),
    ("线", "LINESTRING (116.4 35.7,116.5 35.8,116.6 35.75)"),
    ("多线", "MULTILINESTRING ((116.4 35.7,116.5 35.8),(116.6 35.7,116.7 35.8))"),
    ("面", "POLYGON ((116.4 35.7,116.5 35.7,116.5 35.8,116.4 35.8,116.4 35.7),(116.42 35.72,116.42 35.74,116.44 35.74,116.42 35.72))"),
    ("多面", "MULTIPOLYGON (((116 35,117 35,117 36,116 35)),((118 35,119 35,119 36,118 35)))"),
]


def path(*parts):
    full = os.path.join(HERE, *parts)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


def put(name, data):
    with open(path(name), "wb") as f:
        f.write(data.encode() if isinstance(data, str) else data)


def collection(shapes):
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": i,
                "properties": {"名称": n, "长度": i * 1.5, "编号": i, "建成": i % 2 == 0, "日期": "2026-11-21", "备注": None},
                "geometry": json.loads(ogr.CreateGeometryFromWkt(w).ExportToJson()),
            }
            for i, (n, w) in enumerate(shapes)
        ],
    }


def ogr2ogr(target, source, *options):
    full = path(target)
    if os.path.exists(full):
        os.remove(full)
    subprocess.run(["ogr2ogr", *options, full, source], check=True)


def main():
    put("geojson/good.geojson", json.dumps(collection(SHAPES), ensure_ascii=False, indent=1))
    put("geojson/nested.geojson", '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4547"}},"features":[{"type":"Feature","properties":{"a":{"b":[1,{"c":"\\ud83d\\u0000"}]},"a":1e400},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[]},{"type":"Polygon","coordinates":[[[1,2],[3,4]]]}]}},{"type":"Feature","geometry":null,"properties":null}]}')
    put("geojson/lines.geojsonl", "".join(json.dumps(f, ensure_ascii=False) + "\n" for f in collection(SHAPES)["features"]))
    put("geojson/sequence.geojsonl", '\x1e{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2,3]},"properties":{}}\n\x1e{"type":"Feat\n')
    source = path("geojson/good.geojson")
    for kind, chosen in (("POLYGON", SHAPES[4:]), ("LINESTRING", SHAPES[2:4]), ("MULTIPOINT", SHAPES[1:2])):
        with tempfile.NamedTemporaryFile("w", suffix=".geojson") as part:
            json.dump(collection(chosen), part)
            part.flush()
            encoding = "ENCODING=GBK" if kind == "POLYGON" else "ENCODING=UTF-8"
            ogr2ogr("shapefile/%s.shp" % kind.lower(), part.name, "-lco", encoding)
    with zipfile.ZipFile(path("shapefile_zip/good.zip"), "w", zipfile.ZIP_DEFLATED) as z:
        for end in ("shp", "shx", "dbf", "prj", "cpg"):
            z.write(path("shapefile/polygon." + end), "中文/polygon." + end)
    shutil.copy(os.path.join(FIXTURES, "kml", "rich.kml"), path("kml/rich.kml"))
    ogr2ogr("kml/ogr.kml", source, "-f", "LIBKML")
    with zipfile.ZipFile(path("kmz/good.kmz"), "w", zipfile.ZIP_DEFLATED) as z:
        z.write(path("kml/rich.kml"), "doc.kml")
        z.writestr("files/a.png", b"\x89PNG")
    shutil.copy(os.path.join(FIXTURES, "gpx", "rich.gpx"), path("gpx/rich.gpx"))
    ogr2ogr("flatgeobuf/good.fgb", source, "-nlt", "GEOMETRY")
    ogr2ogr("flatgeobuf/plain.fgb", path("shapefile/polygon.shp"), "-lco", "SPATIAL_INDEX=NO", "-nlt", "PROMOTE_TO_MULTI")
    put("csv/ledger.csv", "军屯乡项目台账,,,,\n序号,项目名称,经度,纬度,投资（万元）\n1,\"污水, 管网\",116.49,35.71,1200\n2,道路硬化,116°29′29″,35°42′44″,\n合计,,,,1200\n备注：含配套,,,,\n")
    put("csv/metres.csv", "名称;X;Y\n界址点1;3953456.12;39456789.1\n界址点2;1e400;NaN\n界址点3;=1+1;\"未闭合\n".encode("gb18030"))
    put("csv/wkt.tsv", "wkt\tname\nPOLYGON((0 0,1 0,1 1,0 0))\ta\nPOINT EMPTY\tb\nCURVEPOLYGON(\tc\n")
    put("csv/wide.csv", "a," * 300 + "\n" + "1," * 301 + "\n")
    put("csv/utf16.csv", "名称,经度,纬度\n井,116.1,35.2\n".encode("utf-16"))
    ogr2ogr("xlsx/good.xlsx", source, "-lco", "HEADERS=FORCE", "-f", "XLSX")
    shutil.copy(os.path.join(FIXTURES, "xlsx", "ledger.xls"), path("xls/ledger.xls"))
    shutil.copy(os.path.join(FIXTURES, "xlsx", "ledger.ods"), path("ods/ledger.ods"))
    put("dxf/rich.dxf", DXF)
    for i, (_, w) in enumerate(SHAPES):
        g = ogr.CreateGeometryFromWkt(w)
        head = b"GP\x00" + (b"\x03" if i % 2 else b"\x01") + struct.pack("<i", 4490)
        west, east, south, north = g.GetEnvelope()
        envelope = struct.pack("<4d", west, east, south, north) if i % 2 else b""
        put("gpkg_blob/%d.bin" % i, head + envelope + bytes(g.ExportToWkb(ogr.wkbNDR if i % 3 else ogr.wkbXDR)))
    put("gpkg_blob/collection.bin", b"GP\x00\x01" + struct.pack("<i", 0) + bytes(ogr.CreateGeometryFromWkt("GEOMETRYCOLLECTION Z (POINT Z (1 2 3),LINESTRING Z (0 0 0,1 1 1))").ExportToIsoWkb()))
    put("wkt_text/shapes.txt", "\n".join(w for _, w in SHAPES))
    for i, (_, w) in enumerate(SHAPES):
        put("wkt_text/%d.txt" % i, w)
    put("wkt_text/odd.txt", "GEOMETRYCOLLECTION(POINT Z(1 2 3),POLYGON EMPTY,MULTIPOINT(1 2,(3 4)))")
    put("coords/degrees.txt", "J1 116.49 35.71\nJ2\t116°29′29″E\t35°42′44″N\nJ3,35.71,116.49\n\n东经116度29分 北纬35度42分\n")
    put("coords/metres.txt", "界址点 X坐标 Y坐标\n1 3953456.123 39456789.123\n2 3953556.123 39456889.123\n3 3953456.123 456889.1\n1 3953456.123 39456789.123\n@\n1e400 nan\n")
    with open(path("shapefile/polygon.prj"), "rb") as f:
        put("prj/wgs84.prj", f.read())
    with open(os.path.join(FIXTURES, "crs", "wkt.txt")) as f:
        lines = [line for line in f.read().split("\n") if line and not line.startswith("#")]
    for i in range(0, len(lines), len(lines) // 8):
        put("prj/%d.prj" % i, lines[i])
    put("prj/names.txt", "CGCS2000 / 3-degree Gauss-Kruger CM 117E\nEPSG:4547\nurn:ogc:def:crs:EPSG::4490\n西安80 3度带 39带\nGCJ-02")


    put("pmtiles/plain.pmtiles", pmtiles(lambda b: b, 1))
    put("pmtiles/packed.pmtiles", pmtiles(lambda b: gzip.compress(b, mtime=0), 2))
    # Node.js and the zstd program, as Python has neither.
    brotli = "process.stdout.write(require('zlib').brotliCompressSync(require('fs').readFileSync(0)))"
    put("pmtiles/brotli.pmtiles", pmtiles(lambda b: piped(b, "node", "-e", brotli), 3))
    put("pmtiles/zstd.pmtiles", pmtiles(lambda b: piped(b, "zstd", "-q", "-19", "-c"), 4))


def piped(data, *command):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def directory(entries):
    """Entries: number of the tile, run (0: points at a leaf), offset, length."""
    out, last = varint(len(entries)), 0
    for tile, _, _, _ in entries:
        out += varint(tile - last)
        last = tile
    for column in (1, 3):
        out += b"".join(varint(e[column]) for e in entries)
    return out + b"".join(varint(e[2] + 1) for e in entries)


def pmtiles(pack, code):
    """Two zooms of one vector tile with an empty layer, the second zoom in a leaf directory."""
    tile = pack(b"\x1a\x09\x0a\x03abc\x78\x02\x28\x20")
    leaf = pack(directory([(1, 3, 0, len(tile)), (4, 1, 0, len(tile))]))
    root = pack(directory([(0, 1, 0, len(tile)), (1, 0, 0, len(leaf))]))
    about = pack(b'{"name": "x", "attribution": "<b>y</b>"}')
    start = 127
    places = []
    for part in (root, about, leaf, tile):
        places += [start, len(part)]
        start += len(part)
    head = b"PMTiles\x03" + struct.pack("<11Q", *places, 5, 3, 1)
    head += struct.pack("<6B", 1, code, code, 1, 0, 1) + struct.pack("<4i", -1800000000, -850000000, 1800000000, 850000000)
    head += struct.pack("<B2i", 0, 0, 0)
    return head + root + about + leaf + tile


def tags(*pairs):
    return "".join("%d\n%s\n" % pair for pair in pairs)


DXF = tags(
    (0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, "AC1021"), (9, "$DWGCODEPAGE"), (3, "ANSI_936"), (9, "$INSUNITS"), (70, 6), (0, "ENDSEC"),
    (0, "SECTION"), (2, "TABLES"), (0, "TABLE"), (2, "LAYER"), (0, "LAYER"), (2, "道路"), (70, 0), (62, 3), (6, "CONTINUOUS"), (0, "ENDTAB"), (0, "ENDSEC"),
    (0, "SECTION"), (2, "BLOCKS"),
    (0, "BLOCK"), (2, "井"), (10, 0), (20, 0), (0, "CIRCLE"), (8, 0), (10, 1), (20, 1), (40, 2), (0, "ENDBLK"),
    (0, "BLOCK"), (2, "群"), (10, 0), (20, 0), (0, "INSERT"), (2, "井"), (10, 5), (20, 5), (70, 3), (71, 3), (44, 10), (45, 10), (0, "ENDBLK"),
    (0, "ENDSEC"),
    (0, "SECTION"), (2, "ENTITIES"),
    (0, "LINE"), (5, "1A"), (8, "道路"), (10, 456789.1), (20, 3953456.2), (11, 456889.1), (21, 3953556.2),
    (0, "LWPOLYLINE"), (8, "道路"), (90, 3), (70, 1), (10, 0), (20, 0), (42, 1), (10, 9), (20, 0), (10, 9), (20, 9),
    (0, "POLYLINE"), (8, "界线"), (66, 1), (70, 1), (0, "VERTEX"), (10, 0), (20, 0), (0, "VERTEX"), (10, 4), (20, 0), (0, "VERTEX"), (10, 4), (20, 4), (0, "SEQEND"),
    (0, "ARC"), (8, 0), (10, 1), (20, 1), (40, 5), (50, 10), (51, 200),
    (0, "ELLIPSE"), (8, 0), (10, 1), (20, 1), (11, 5), (21, 0), (40, 0.5), (41, 0), (42, 6.28),
    (0, "SPLINE"), (8, 0), (70, 8), (71, 3), (72, 8), (73, 4), (40, 0), (40, 0), (40, 0), (40, 0), (40, 1), (40, 1), (40, 1), (40, 1),
    (10, 0), (20, 0), (10, 1), (20, 2), (10, 3), (20, 2), (10, 4), (20, 0),
    (0, "HATCH"), (8, "用地"), (2, "SOLID"), (70, 1), (71, 0), (91, 1), (92, 2), (72, 0), (73, 1), (93, 4), (10, 0), (20, 0), (10, 9), (20, 0), (10, 9), (20, 9), (10, 0), (20, 9), (97, 0), (75, 0), (76, 1), (98, 0),
    (0, "TEXT"), (8, "注记"), (10, 3), (20, 4), (40, 2.5), (1, "军屯乡\\U+4E61"), (50, 30),
    (0, "MTEXT"), (8, "注记"), (10, 3), (20, 4), (1, "{\\fSimSun|b0;第一行\\P第二行}"),
    (0, "INSERT"), (8, 0), (2, "群"), (10, 100), (20, 100), (41, 2), (42, -2), (50, 45), (66, 1), (0, "ATTRIB"), (2, "名"), (1, "甲"), (0, "SEQEND"),
    (0, "SOLID"), (8, 0), (10, 0), (20, 0), (11, 1), (21, 0), (12, 0), (22, 1), (13, 1), (23, 1),
    (0, "POINT"), (8, 0), (10, 7), (20, 8), (1001, "ACAD"), (1000, "备注"),
    (0, "ENDSEC"), (0, "EOF"),
)

if __name__ == "__main__":
    sys.exit(main())
