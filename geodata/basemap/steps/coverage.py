"""The counties as one gapless coverage: simplified together, and read back as lines that occur once."""

import numpy as np
import shapely

from .sources import Area

# Islands (平岛 and 达山岛 groups) that the source gives to two counties; 连云区 keeps them, so that no place counts twice.
DOUBLY_CLAIMED = ("320703", "371103")
# Coordinates of simplified geometry are kept on this grid, degrees (about 1 m).
GRID = 1e-5


class Coverage:
    """Counties with shared edges that match exactly, so that they can be simplified without gaps."""

    def __init__(self, counties: list[Area], prefectures: list[Area]):
        self.codes = [c.code for c in counties]
        self.names = [c.name for c in counties]
        shapes = [c.shape for c in counties]
        keeps, gives = (self.codes.index(code) for code in DOUBLY_CLAIMED)
        shapes[gives] = shapely.difference(shapes[gives], shapes[keeps])
        shapes = [g if g.is_valid else shapely.make_valid(g) for g in shapes]
        self.shapes = np.array([only_polygons(g) for g in shapes])
        self.province = np.array([c[:2] for c in self.codes])
        tree = shapely.STRtree([p.shape for p in prefectures])
        inside = shapely.point_on_surface(self.shapes)
        county, prefecture = tree.query(inside, predicate="within")
        owner = dict(zip(county.tolist(), prefecture.tolist()))
        missing = [self.names[i] for i in range(len(self.codes)) if i not in owner]
        if missing:
            raise SystemExit(f"counties in no prefecture: {missing}")
        self.prefecture = np.array([prefectures[owner[i]].code for i in range(len(self.codes))])

    def simplified(self, tolerance: float) -> np.ndarray:
        """All counties at this tolerance (degrees); edges that two counties share stay shared."""
        return shapely.coverage_simplify(self.shapes, tolerance) if tolerance > 0 else self.shapes

    def lines(self, shapes: np.ndarray) -> dict[str, list]:
        """The edges of a simplified coverage, each once, by the highest level that it divides.

        Keys: outer (coast or border), province, prefecture, county.
        """
        parts, owner = shapely.get_parts(shapes, return_index=True)
        rings, ring_part = shapely.get_rings(parts, return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        same = ring[1:] == ring[:-1]
        start, end = points[:-1][same], points[1:][same]
        county = owner[ring_part[ring[:-1][same]]]
        a, b = np.round(start / 1e-9).astype(np.int64), np.round(end / 1e-9).astype(np.int64)
        swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
        a[swap], b[swap] = b[swap], a[swap].copy()
        key = np.hstack([a, b])
        _, first, inverse, count = np.unique(key, axis=0, return_index=True, return_inverse=True, return_counts=True)
        low = np.full(len(first), len(shapes))
        high = np.full(len(first), -1)
        np.minimum.at(low, inverse.ravel(), county)
        np.maximum.at(high, inverse.ravel(), county)
        level = np.where(
            self.province[low] != self.province[high],
            "province",
            np.where(self.prefecture[low] != self.prefecture[high], "prefecture", "county"),
        )
        level = np.where(count == 1, "outer", level)
        level = np.where((count > 1) & (low == high), "", level)
        segments = shapely.linestrings(np.stack([start[first], end[first]], axis=1))
        return {name: joined(segments[level == name]) for name in ("outer", "province", "prefecture", "county")}

    def china(self, shapes: np.ndarray):
        """All counties as one shape without inner edges."""
        return shapely.coverage_union_all(shapes)


def joined(segments) -> list:
    """Segments as long lines."""
    if len(segments) == 0:
        return []
    return list(shapely.get_parts(shapely.line_merge(shapely.multilinestrings(segments))))


def only_polygons(geometry):
    """The polygons of a geometry as one multipolygon."""
    parts = [p for p in shapely.get_parts(geometry, return_index=False) if p.geom_type == "Polygon"]
    if geometry.geom_type == "GeometryCollection":
        parts = [q for p in geometry.geoms for q in shapely.get_parts(p) if q.geom_type == "Polygon"]
    return shapely.MultiPolygon(list(parts))
