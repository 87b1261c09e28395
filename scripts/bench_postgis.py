#!/usr/bin/env python3
"""Asks PostGIS for the tiles that examples/bench_places.rs draws: ST_AsMVT over a table with an index, one by one.

usage: bench_postgis.py FOOTPRINTS.geojson   needs numpy, shapely, orjson, and PostgreSQL with PostGIS on this machine

Makes a database of its own in a temporary folder, reached by no network. The footprints lie in it as the tiles want
them (EPSG:3857), with kind and stage; times are taken within the server, so that nothing of the way to it counts.
Prints one JSON object a line, {"work", "p50_ms", "p99_ms", "tiles"}; nothing when there is no PostGIS.
"""
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import shapely
from bench_peers import say, shapes, spread

MOST = 500
QUERY = """
CREATE FUNCTION tile(z int, x int, y int) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT ST_AsMVT(t, 'projects') FROM (
    SELECT id, kind, stage, ST_AsMVTGeom(geom, ST_TileEnvelope(z, x, y)) AS geom
    FROM fp WHERE geom && ST_TileEnvelope(z, x, y)) t $$;
CREATE TABLE times (z int, ms float8);
CREATE PROCEDURE measure() LANGUAGE plpgsql AS $$
DECLARE t record; begun timestamptz; drawn bytea;
BEGIN
  FOR t IN SELECT * FROM asked LOOP
    begun := clock_timestamp();
    drawn := tile(t.z, t.x, t.y);
    INSERT INTO times VALUES (t.z, 1000 * extract(epoch FROM clock_timestamp() - begun));
  END LOOP;
END $$;
"""


def programs():
    """The folder of a server's programs; nothing when none is installed."""
    found = shutil.which("postgres")
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *([Path(found).parent] if found else [])]
    return next((folder for folder in folders if all((folder / name).exists() for name in ("initdb", "pg_ctl"))), None)


def tiles(boxes, z):
    places = spread(boxes, 4000)
    side = 2**z
    x = np.floor((places[:, 0] / 360 + 0.5) * side)
    y = np.floor((0.5 - np.log(np.tan(np.pi / 4 + np.radians(places[:, 1]) / 2)) / (2 * np.pi)) * side)
    asked = np.unique(np.stack([x, y], axis=1).astype(int), axis=0)
    return asked[:: max(1, len(asked) // MOST)]


def main():
    folder = programs()
    if folder is None:
        return
    footprints = shapes(sys.argv[1])
    boxes = shapely.bounds(footprints)
    with tempfile.TemporaryDirectory() as home:
        # The server refuses to be run by root.
        options = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(home, user.pw_uid, user.pw_gid)
            options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        data = Path(home) / "data"

        def run(name, *args, text=None):
            program = folder / name
            command = [program if program.exists() else name, *map(str, args)]
            done = subprocess.run(command, input=text, text=True, capture_output=True, cwd=home, **options)
            if done.returncode:
                raise SystemExit(f"{name}: {done.stderr[-500:]}")
            return done.stdout

        run("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-k {home} -c listen_addresses='' -c shared_buffers=512MB -c jit=off"
        run("pg_ctl", "-D", data, "-w", "-l", f"{home}/log", "-o", settings, "start")
        try:
            sql = lambda text: run("psql", "-h", home, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qAt", text=text)
            hexes = shapely.to_wkb(footprints, hex=True)
            rows = "\n".join(f"{i}\tk{i % 12}\ts{i % 7}\t{h}" for i, h in enumerate(hexes))
            sql("CREATE EXTENSION postgis; CREATE TABLE raw (id int, kind text, stage text, geom geometry);\n"
                f"COPY raw FROM STDIN;\n{rows}\n\\.\n")
            sql("CREATE TABLE fp AS SELECT id, kind, stage, ST_Transform(ST_SetSRID(geom, 4326), 3857) AS geom FROM raw;"
                "CREATE INDEX ON fp USING gist (geom); VACUUM ANALYZE fp;")
            asked = [f"({z},{x},{y})" for z in (12, 13, 14) for x, y in tiles(boxes, z)]
            sql(QUERY + "CREATE TABLE asked (z int, x int, y int); INSERT INTO asked VALUES " + ",".join(asked))
            # Once to warm up, so that the table is in memory as ours is.
            sql("CALL measure(); TRUNCATE times; CALL measure();")
            found = sql("SELECT json_build_object('z', z, 'n', count(*), 'p50', percentile_cont(0.5) WITHIN GROUP (ORDER BY ms),"
                        " 'p99', percentile_cont(0.99) WITHIN GROUP (ORDER BY ms)) FROM times GROUP BY z ORDER BY z")
            for row in map(json.loads, found.splitlines()):
                say(f"PostGIS tile z{row['z']}", tiles=row["n"], p50_ms=row["p50"], p99_ms=row["p99"])
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


if __name__ == "__main__":
    main()
