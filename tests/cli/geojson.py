"""Prints what GDAL makes of a GeoJSON file: features, kinds of geometry, and rings that turn the wrong way.
usage: geojson.py FILE"""
import json
import sys

from osgeo import gdal, ogr

gdal.UseExceptions()


def polygons(geometry):
    if geometry.GetGeometryName() == "POLYGON":
        yield geometry
    else:
        for i in range(geometry.GetGeometryCount()):
            yield from polygons(geometry.GetGeometryRef(i))


source = gdal.OpenEx(sys.argv[1], gdal.OF_VECTOR | gdal.OF_READONLY, ["GeoJSON"])
layer = source.GetLayer(0)
# The driver turns rings itself, so their sense is judged on the text, by the sign of the shoelace area.
turned, invalid = [], []
for number, feature in enumerate(json.load(open(sys.argv[1], encoding="utf-8"))["features"]):
    if feature["geometry"] is None:
        continue
    geometry = ogr.CreateGeometryFromJson(json.dumps(feature["geometry"]))
    if not geometry.IsValid():
        invalid.append(number)
    for polygon in polygons(geometry):
        for ring in range(polygon.GetGeometryCount()):
            points = polygon.GetGeometryRef(ring).GetPoints()
            twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:]))
            if (twice < 0) != (ring > 0):
                turned.append(number)
system = layer.GetSpatialRef()
print(json.dumps({
    "features": layer.GetFeatureCount(),
    "without_geometry": sum(1 for f in layer if f.GetGeometryRef() is None),
    "system": f"{system.GetAuthorityName(None)}:{system.GetAuthorityCode(None)}",
    "fields": [layer.GetLayerDefn().GetFieldDefn(i).GetName() for i in range(layer.GetLayerDefn().GetFieldCount())],
    "turned": turned,
    "invalid": invalid,
}))
