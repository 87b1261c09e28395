/** OpenLayers layers for what the user added. Tiles come from the core, in the grid and the projection they have; what is not in
 * the projection of the view is brought there by OpenLayers. */
import type { FeatureLike } from 'ol/Feature'
import MVT from 'ol/format/MVT'
import type BaseLayer from 'ol/layer/Base'
import ImageLayer from 'ol/layer/Image'
import TileLayer from 'ol/layer/Tile'
import VectorTileLayer from 'ol/layer/VectorTile'
import { transformExtent } from 'ol/proj'
import TileImage from 'ol/source/TileImage'
import VectorTileSource from 'ol/source/VectorTile'
import { Circle, Fill, Stroke, Style, Text } from 'ol/style'
import { layerImageUrl, layerTileUrl, type MapLayer } from '@/ipc'
import { fade, readTokens } from '@/map/themeColours'
import { boundsOf, coarsestOf, gridOf, projectionOf } from './crs/tileGrids'
import { extentOf, pictureSource } from './georeference/affinePicture'
import { fetchPicture, rasterLoader, vectorLoader, type Watcher } from './tileLoading'

/** What of a layer decides how it is fetched; when it changes, the layer is made anew. */
export function fetchedBy(layer: MapLayer, attempt: number): string {
  const { name, visible, opacity, source, licence, ...rest } = layer
  return JSON.stringify([attempt, rest])
}

/** The layer of the map for one the user added; null when it cannot be drawn yet. */
export function layerFor(layer: MapLayer, attempt: number, watcher: Watcher): BaseLayer | null {
  if (layer.kind === 'image') return pictureLayer(layer, attempt, watcher)
  const tileGrid = gridOf(layer)
  if (!tileGrid) return null
  const bounds = boundsOf(layer)
  const common = {
    maxResolution: coarsestOf(layer) ?? undefined,
    extent: bounds ? transformExtent(bounds, 'EPSG:4326', 'EPSG:3857') : undefined,
  }
  const url = layerTileUrl(layer.id, attempt)
  const projection = projectionOf(layer)
  if (layer.vector)
    return new VectorTileLayer({
      ...common,
      declutter: 'user-layers',
      renderMode: 'hybrid',
      source: new VectorTileSource({
        format: new MVT(),
        url,
        projection,
        tileGrid,
        tileLoadFunction: vectorLoader(watcher),
        wrapX: false,
      }),
      style: vectorStyle(),
    })
  return new TileLayer({
    ...common,
    source: new TileImage({
      url,
      projection,
      tileGrid,
      tileLoadFunction: rasterLoader(watcher),
      wrapX: false,
      transition: 0,
    }),
  })
}

function pictureLayer(layer: MapLayer, attempt: number, watcher: Watcher): BaseLayer | null {
  const { fit, image_size: size } = layer
  if (!fit || !size) return null
  const shown = new ImageLayer<ReturnType<typeof pictureSource>>({ extent: extentOf(fit.affine, size) })
  watcher.begin()
  const url = layerImageUrl(layer.id, attempt)
  fetchPicture(url).then(
    (image) => {
      shown.setSource(pictureSource(image, fit.affine))
      watcher.end(true, url)
    },
    () => watcher.end(false, url),
  )
  return shown
}

/** Names by the fields packs commonly carry, the Chinese ones first. */
const NAME_FIELDS = ['name:zh-Hans', 'name:zh', 'name_zh', 'name', 'NAME', '名称', 'name:latin', 'name_en']

/** The name a feature of a vector pack is labelled with. */
export function nameOf(feature: { get(key: string): unknown }): string {
  for (const field of NAME_FIELDS) {
    const value = feature.get(field)
    if (typeof value === 'string' && value.trim()) return value.trim()
  }
  return ''
}

/** A plain look by the sort of geometry: water blue, everything else quiet, names where there are any. */
export function vectorStyle(): (feature: FeatureLike) => Style | undefined {
  const tokens = readTokens()
  const water = /water|ocean|river|lake|sea|水|河|湖/i
  const kept = new Map<string, Style>()
  return (feature) => {
    const sort = feature.getGeometry()?.getType() ?? ''
    const wet = water.test(String(feature.get('layer') ?? ''))
    const name = nameOf(feature)
    const key = `${sort}/${wet}/${name}`
    const known = kept.get(key)
    if (known) return known
    const colour = wet ? tokens.blue : tokens['text-2']
    const line = sort.endsWith('LineString')
    const style = new Style({
      stroke: new Stroke({ color: fade(colour, wet ? 0.6 : 0.55), width: line ? 1.2 : 0.8 }),
      fill: new Fill({ color: fade(colour, wet ? 0.22 : 0.08) }),
      image: new Circle({
        radius: 2.5,
        fill: new Fill({ color: fade(colour, 0.85) }),
        stroke: new Stroke({ color: tokens.land, width: 1 }),
      }),
      text: name
        ? new Text({
            text: name,
            font: `11px ${tokens.font}`,
            placement: line ? 'line' : 'point',
            offsetY: sort.endsWith('Point') ? 11 : 0,
            fill: new Fill({ color: wet ? tokens.blue : tokens['text-2'] }),
            stroke: new Stroke({ color: tokens.land, width: 2.5 }),
          })
        : undefined,
    })
    kept.set(key, style)
    return style
  }
}
