"""Judges an atlas file from outside: SQLite's integrity check, and whether every R-tree equals the rows it indexes.
usage: check.py FILE; prints what is wrong, one line each, and ends with 1 when there is any."""
import sqlite3
import sys

from osgeo import ogr

ogr.UseExceptions()
ENVELOPE = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
wrong = []
file = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
wrong += [f"integrity_check: {row[0]}" for row in file.execute("PRAGMA integrity_check") if row[0] != "ok"]
wrong += [f"foreign_key_check: {row}" for row in file.execute("PRAGMA foreign_key_check")]

indexed = file.execute(
    "SELECT table_name, column_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
).fetchall()
if not indexed:
    wrong.append("no table says that it has an R-tree")
for table, column in indexed:
    boxes = {r[0]: r[1:] for r in file.execute(f'SELECT id, minx, maxx, miny, maxy FROM "rtree_{table}_{column}"')}
    for fid, blob in file.execute(f'SELECT fid, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'):
        flags = blob[3]
        if flags & 0x10:  # an empty geometry is not indexed
            continue
        box = ogr.CreateGeometryFromWkb(bytes(blob[8 + ENVELOPE[(flags >> 1) & 7]:])).GetEnvelope()
        there = boxes.pop(fid, None)
        if there is None:
            wrong.append(f"{table} {fid} is missing in its R-tree")
        # The tree keeps 32 bit numbers, rounded outwards: at most 2 ** -16 degrees of 180.
        elif any(abs(a - b) > 4e-5 for a, b in zip(box, there)) or there[0] > box[0] or there[1] < box[1] \
                or there[2] > box[2] or there[3] < box[3]:
            wrong.append(f"{table} {fid}: the R-tree says {there}, the row {box}")
    wrong += [f"{table} {fid} is in the R-tree and has no geometry" for fid in boxes]
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
