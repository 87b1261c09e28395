"""Prints what GDAL reads in a GeoPackage: one JSON object a layer. usage: layers.py FILE"""
import json
import sys

from osgeo import gdal, ogr

gdal.UseExceptions()
source = gdal.OpenEx(sys.argv[1], gdal.OF_VECTOR | gdal.OF_READONLY, ["GPKG"])
layers = []
for index in range(source.GetLayerCount()):
    layer = source.GetLayer(index)
    system = layer.GetSpatialRef()
    kinds, names, wrong = {}, [], 0
    for feature in layer:
        geometry = feature.GetGeometryRef()
        kind = geometry.GetGeometryName() if geometry is not None else None
        kinds[str(kind)] = kinds.get(str(kind), 0) + 1
        if geometry is not None and layer.GetGeomType() not in (ogr.wkbUnknown, geometry.GetGeometryType()):
            wrong += 1
        field = feature.GetFieldIndex("name")
        if field >= 0 and feature.GetField(field):
            names.append(feature.GetField(field))
    layers.append({
        "name": layer.GetName(),
        "declared": ogr.GeometryTypeToName(layer.GetGeomType()),
        "has_geometry": layer.GetGeometryColumn() != "",
        "system": None if system is None else f"{system.GetAuthorityName(None)}:{system.GetAuthorityCode(None)}",
        "system_name": None if system is None else system.GetName(),
        "local": system is not None and bool(system.IsLocal()),
        "features": layer.GetFeatureCount(),
        "kinds": kinds,
        "not_as_declared": wrong,
        "names": names,
        "extent": list(layer.GetExtent()) if layer.GetGeometryColumn() != "" and sum(v for k, v in kinds.items() if k != "None") else None,
    })
print(json.dumps(layers, ensure_ascii=False))
