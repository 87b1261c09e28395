"""Names on the map: points that lie inside what they name."""

import shapely

from .places import LAKES, NAMED_POINTS
from .coverage import Coverage
from .sources import Sources

# First zoom of each kind, for rank 1.
FROM = {"country": 2, "province": 2, "prefecture": 5, "county": 7, "sea": 2, "island": 3, "lake": 5}
SHORT = {
    "内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆", "香港特别行政区": "香港", "澳门特别行政区": "澳门",
}  # fmt: skip


def inner_point(shape):
    """The point of the largest part that is farthest from its edge."""
    largest = max(shapely.get_parts(shape), key=lambda p: p.area)
    line = shapely.maximum_inscribed_circle(largest, tolerance=0.002)
    point = shapely.get_point(line, 0)
    return point if shapely.contains(largest, point) else shapely.point_on_surface(largest)


def collect(sources: Sources, coverage: Coverage) -> list:
    """Every label as (point, properties, first zoom)."""
    found = []

    def add(point, name, kind, level, code, rank, first=None):
        point = shapely.Point(round(point.x, 5), round(point.y, 5))
        properties = {"name": name, "kind": kind, "level": level, "code": code, "rank": rank}
        found.append((point, properties, FROM[kind] if first is None else first))

    alone = set()
    for province in sources.provinces():
        size = province.shape.area
        short = SHORT.get(province.name, province.name.removesuffix("省").removesuffix("市"))
        point = inner_point(province.shape)
        add(point, short, "province", 1, province.code, 1 if size > 3 else 2, 2 if size > 3 else 3)
        alone.add(province.name)
    county_names = {(c, n) for c, n in zip(coverage.codes, coverage.names)}
    for prefecture in sources.prefectures():
        if prefecture.name in alone or (prefecture.code, prefecture.name) in county_names:
            continue
        add(inner_point(prefecture.shape), prefecture.name, "prefecture", 2, prefecture.code, 3)
    for code, name, shape in zip(coverage.codes, coverage.names, coverage.shapes):
        if name in alone:
            continue
        # large counties first; small city districts wait for room
        size = shape.area
        rank, first = (4, 7) if size > 0.08 else (5, 8) if size > 0.015 else (6, 9)
        add(inner_point(shape), name, "county", 3, code, rank, first)
    for name, x, y, kind, rank in NAMED_POINTS:
        first = min(9, FROM[kind] + rank - 1)
        add(shapely.Point(x, y), name, kind, 0, "", rank, first)
    for record, shape in sources.lakes():
        name = LAKES.get(record["name_zh"], record["name_zh"])
        if name and record["scalerank"] <= 5 and 73 < shape.bounds[0] < 135 and 17 < shape.bounds[1] < 54:
            add(inner_point(shape), name, "lake", 0, "", record["scalerank"], record["scalerank"] + 2)
    return found


def at_zoom(points: list, zoom: int) -> list:
    return [(point, properties) for point, properties, first in points if zoom >= first]
