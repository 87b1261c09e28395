"""gazetteer.csv.gz: every province, prefecture, county and town with code, parent, pinyin and, where known, a point."""

import csv
import gzip
import io
import re
from collections import defaultdict

import shapely

from . import labels, romanise
from .sources import Sources

# Rows of the statistics bureau that group counties on paper only; their counties hang on the province.
PAPER_PREFECTURES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
ALIASES = {
    "370211": ["西海岸新区", "青岛西海岸新区"],
    "460321": ["西沙区"],
    "460322": ["南沙区"],
}
SUFFIXES = re.compile(r"(?:(?:.{1,3}族)*(?:民族)?乡|镇|街道办事处|街道|地区|苏木|办事处)$")
LATIN_SUFFIXES = re.compile(r"(?:zhen|xiang|jiedao)$")
# Degrees; two points of one name farther apart than this are two places.
SAME_PLACE = 0.04


def build(sources: Sources, out) -> None:
    rows = regions(sources)
    areas = county_shapes(sources)
    add_label_points(sources, rows, areas)
    known = add_plan_places(sources, rows)
    joined = add_geonames(sources, rows, areas, known)
    write(out / "gazetteer.csv.gz", rows)
    towns = [r for r in rows.values() if r["level"] == 4]
    with_point = sum(1 for r in towns if r["source"])
    print(f"gazetteer: {len(rows):,} rows, {len(towns):,} towns, {with_point:,} with a point of their own; joined {joined}")


def regions(sources: Sources) -> dict[str, dict]:
    rows: dict[str, dict] = {}

    def add(code: str, name: str, level: int, parent: str) -> None:
        rows[code] = {
            "code": code, "name": name, "level": level, "parent": parent,
            "pinyin": "|".join(romanise.readings(name)), "alias": ALIASES.get(code, []),
            "lon": None, "lat": None, "precision": "", "source": "",
        }  # fmt: skip

    division = sources.division()
    for row in division["provinces"]:
        add(row["code"] + "0000", row["name"], 1, "")
    for province in sources.provinces():
        if province.code not in rows:
            add(province.code, province.name, 1, "")
    for row in division["cities"]:
        if row["name"] not in PAPER_PREFECTURES:
            add(row["code"] + "00", row["name"], 2, row["provinceCode"] + "0000")
    for row in division["areas"]:
        if row["code"] in rows:
            continue  # 东莞 and others: a prefecture without counties
        above = row["cityCode"] + "00"
        add(row["code"], row["name"], 3, above if above in rows else row["provinceCode"] + "0000")
    for county in sources.counties():
        if county.code not in rows:
            above = county.code[:4] + "00"
            add(county.code, county.name, 3, above if above in rows else county.code[:2] + "0000")
    for row in division["streets"]:
        if row["areaCode"] not in rows:
            raise SystemExit(f"{row['code']} {row['name']}: no county {row['areaCode']}")
        add(row["code"], town_name(row["name"], rows[row["areaCode"]]["name"]), 4, row["areaCode"])
    return rows


def town_name(name: str, county: str) -> str:
    """The name without its county in front, as in 成武县孙寺镇."""
    rest = name.removeprefix(county)
    return rest if len(rest) >= 3 and rest.endswith(("镇", "乡", "街道")) else name


def county_shapes(sources: Sources) -> dict:
    areas = {a.code: a.shape for a in [*sources.provinces(), *sources.prefectures(), *sources.counties()]}
    for code, shape in areas.items():
        if not shape.is_valid:
            areas[code] = shapely.make_valid(shape)
        shapely.prepare(areas[code])
    return areas


def add_label_points(sources: Sources, rows, areas) -> None:
    """Regions with an outline get a point inside it; precision area says that it is no seat."""
    for code, shape in areas.items():
        if code in rows:
            point = labels.inner_point(shape)
            rows[code] |= {"lon": point.x, "lat": point.y, "precision": "area", "source": "tianditu"}


def add_plan_places(sources: Sources, rows) -> set[str]:
    """Points of the plans' own places. What is unknown there stays without a point. Returns the codes it speaks for."""
    spoken_for = set()
    for place in sources.plan_places():
        code = {"township": place["township_code"], "county seat": place["county_adcode"]}.get(place["kind"])
        if code not in rows:
            continue
        spoken_for.add(code)
        if place["lon"]:
            precision = "town" if place["kind"] == "township" else "seat"
            rows[code] |= {
                "lon": float(place["lon"]), "lat": float(place["lat"]), "precision": precision, "source": "places",
            }  # fmt: skip
    return spoken_for


def add_geonames(sources: Sources, rows, areas, spoken_for) -> dict:
    """Joins GeoNames to towns by name inside the county, else by pinyin where that is unique in the county."""
    places = sources.geonames()
    points = shapely.points([(p["longitude"], p["latitude"]) for p in places])
    tree = shapely.STRtree(points)
    towns = defaultdict(list)
    for row in rows.values():
        if row["level"] == 4:
            towns[row["parent"]].append(row)
    counts = {"name": 0, "stem": 0, "pinyin": 0, "ambiguous": 0}
    for parent, members in sorted(towns.items()):
        # A development zone has no outline: look in its prefecture, for the full name only.
        whole = parent in areas
        shape = areas.get(parent) or areas.get(rows[parent]["parent"])
        if shape is None:
            continue
        near = [places[i] for i in sorted(tree.query(shape, predicate="contains").tolist())]
        sounds = defaultdict(int)
        for row in members:
            sounds[latin(row)] += 1
        for row in members:
            if row["code"] in spoken_for:
                continue
            how, place = match(row, near, sounds, whole)
            if how:
                counts[how] += 1
            if place:
                source = "geonames-pinyin" if how == "pinyin" else "geonames"
                row |= {"lon": place["longitude"], "lat": place["latitude"], "precision": "town", "source": source}
    return counts


def stem(name: str) -> str:
    short = SUFFIXES.sub("", name)
    return short if len(short) >= 2 else name


def latin(row) -> str:
    syllables = row["pinyin"].split("|")[0].split()
    return "".join(syllables[: len(stem(row["name"]))])


def match(row, near, sounds, whole: bool):
    name, short = row["name"], stem(row["name"])
    by_name = [p for p in near if name in p["alternatenames"]]
    by_stem, by_sound = [], []
    if whole:
        by_stem = [p for p in near if short in p["alternatenames"]]
        sound = latin(row)
        if sounds[sound] == 1 and len(short) >= 2:
            by_sound = [p for p in near if not has_chinese(p) and plain_name(p) == sound]
    for how, found in (("name", by_name), ("stem", by_stem), ("pinyin", by_sound)):
        if found:
            xs, ys = [p["longitude"] for p in found], [p["latitude"] for p in found]
            if max(xs) - min(xs) > SAME_PLACE or max(ys) - min(ys) > SAME_PLACE:
                return "ambiguous", None
            return how, max(found, key=lambda p: (p["population"], -p["geonameid"]))
    return None, None


def has_chinese(place) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for name in place["alternatenames"] for letter in name)


def plain_name(place) -> str:
    letters = "".join(c for c in place["name"].lower().replace("ü", "v") if c.isascii() and c.isalpha())
    return LATIN_SUFFIXES.sub("", letters)


def write(path, rows) -> None:
    """Columns: code,name,level,parent,pinyin,alias,lon,lat,precision,source. Several readings or aliases: a | between.

    An alias carries its reading after a colon.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code", "name", "level", "parent", "pinyin", "alias", "lon", "lat", "precision", "source"])
    for row in sorted(rows.values(), key=lambda r: (r["level"], r["code"])):
        alias = "|".join(f"{a}:{romanise.readings(a)[0]}" for a in row["alias"])
        point = ["", ""] if row["lon"] is None else [f"{row['lon']:.5f}", f"{row['lat']:.5f}"]
        writer.writerow(
            [row["code"], row["name"], row["level"], row["parent"], row["pinyin"], alias, *point, row["precision"], row["source"]]
        )
    path.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
