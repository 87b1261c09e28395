"""Lakes and rivers: Natural Earth in the base map, OpenStreetMap polygons in a file of their own."""

import numpy as np
import shapely
from shapely.geometry import box

from .places import LAKES, river_name

NEAR = box(66, -4, 150, 58)
OSM_FROM = 5
# Square kilometres below which a polygon is left out, by zoom.
OSM_SMALLEST = {5: 40, 6: 12, 7: 4, 8: 1.5, 9: 1.0}


def natural_earth(sources):
    """(lakes, rivers), each as (geometry, properties, scale rank)."""
    lakes, rivers = [], []
    for record, geometry in sources.lakes():
        if NEAR.intersects(geometry):
            name = LAKES.get(record["name_zh"], record["name_zh"] or "")
            lakes.append((shapely.make_valid(geometry), {"name": name}, record["scalerank"]))
    for record, geometry in sources.rivers():
        if record["featurecla"] not in ("River", "Lake Centerline") or not NEAR.intersects(geometry):
            continue
        middle = shapely.line_interpolate_point(shapely.get_parts(geometry)[0], 0.5, normalized=True)
        properties = {"name": river_name(record["name"] or "", middle.x, middle.y)}
        rivers.append((geometry, properties, int(record["scalerank"])))
    return lakes, rivers


def at_zoom(features, zoom: int, tolerance: float):
    """What of it is drawn at a zoom: rank 1 from z1, rank 4 from z3, all from z6."""
    return [
        (shapely.simplify(geometry, tolerance), {**properties, "rank": rank})
        for geometry, properties, rank in features
        if zoom >= 6 or rank <= zoom * 1.5
    ]


def osm(sources, coverage):
    """Polygons in or at China, with their square kilometres."""
    found = np.array(list(sources.osm_water(73, 17, 136, 54)))
    found = found[shapely.is_valid(found)]
    inside = shapely.buffer(shapely.simplify(coverage.china(coverage.simplified(0.01)), 0.02), 0.03)
    shapely.prepare(inside)
    found = found[shapely.intersects(inside, found)]
    latitude = shapely.get_y(shapely.centroid(found))
    square_km = shapely.area(found) * 111.2**2 * np.cos(np.radians(latitude))
    return found, square_km


def osm_at_zoom(water, zoom: int, tolerance: float):
    shapes, square_km = water
    chosen = shapely.simplify(shapes[square_km >= OSM_SMALLEST[zoom]], tolerance / 2)
    chosen = chosen[~shapely.is_empty(chosen)]
    # One feature is smaller than many; its parts carry no names that would be lost.
    return [(shapely.MultiPolygon([p for p in shapely.get_parts(chosen) if p.geom_type == "Polygon"]), {})]
