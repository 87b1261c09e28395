/** The embedded base map: land, water, boundaries by level and their names, from vector tiles of the core. */
import type { FeatureLike } from 'ol/Feature'
import MVT from 'ol/format/MVT'
import VectorTileLayer from 'ol/layer/VectorTile'
import VectorTileSource from 'ol/source/VectorTile'
import { Fill, Stroke, Style, Text } from 'ol/style'
import { tileUrl } from '@/ipc'
import { fade, type Tokens } from '../themeColours'
import { loadGround } from './groundTiles'
import { zIndexOf } from './zOrder'

/** Deepest zoom of the tiles; closer views enlarge them. */
const DEEPEST = 9
/** Order inside the base map, lowest first. */
const ORDER = [
  'sea',
  'world',
  'land',
  'area',
  'water',
  'river',
  'coast',
  'county',
  'prefecture',
  'province',
  'border',
  'claim',
]

export interface BaseMap {
  ground: VectorTileLayer
  names: VectorTileLayer
  /** Draws again with other colours or other counties in the plans' tint. */
  restyle(tokens: Tokens, counties: ReadonlySet<string>): void
}

/** Line of a boundary: the higher the level, the stronger. */
function boundary(tokens: Tokens, layer: string, kind: unknown): Stroke | null {
  const grey = tokens['text-3']
  switch (layer) {
    case 'county':
      return new Stroke({ color: tokens.boundary, width: 0.8 })
    case 'prefecture':
      return new Stroke({ color: tokens.boundary, width: 1.3 })
    case 'province':
      return new Stroke({ color: fade(grey, 0.75), width: 1.5 })
    case 'border':
      return new Stroke({ color: grey, width: 1.8, lineDash: kind === 'undefined' ? [7, 5] : undefined })
    case 'claim':
      return new Stroke({
        color: grey,
        width: kind === 'province' ? 1.1 : 1.8,
        lineDash: kind === 'undefined' ? [7, 5] : undefined,
      })
    case 'coast':
      return new Stroke({ color: tokens.boundary, width: 0.9 })
    default:
      return null
  }
}

function groundStyle(tokens: Tokens, counties: ReadonlySet<string>) {
  const z = (layer: string) => ORDER.indexOf(layer)
  const filled = (layer: string, colour: string) =>
    new Style({ fill: new Fill({ color: colour }), zIndex: z(layer) })
  const sea = filled('sea', tokens.sea)
  const land = filled('land', tokens.land)
  const world = filled('world', tokens.land)
  const subject = filled('area', tokens['land-subject'])
  const water = filled('water', tokens.sea)
  const river = new Style({ stroke: new Stroke({ color: tokens.sea, width: 1.6 }), zIndex: z('river') })
  const lines = new Map<string, Style>()
  return (feature: FeatureLike): Style | undefined => {
    const layer = String(feature.get('layer'))
    switch (layer) {
      case 'sea':
        return sea
      case 'world':
        return world
      case 'land':
        return land
      case 'water':
        return water
      case 'river':
        return river
      case 'area':
        return counties.has(String(feature.get('adcode'))) ? subject : undefined
    }
    const kind = feature.get('kind')
    const key = `${layer}/${kind ?? ''}`
    const known = lines.get(key)
    if (known) return known
    const stroke = boundary(tokens, layer, kind)
    if (!stroke) return undefined
    const style = new Style({ stroke, zIndex: z(layer) })
    lines.set(key, style)
    return style
  }
}

/** Size, colour and spacing of a name by what it names. */
function nameLook(kind: string): {
  size: number
  weight: number
  water: boolean
  from: number
  until: number
} {
  switch (kind) {
    case 'country':
      return { size: 13, weight: 600, water: false, from: 0, until: 7 }
    case 'province':
      return { size: 14, weight: 600, water: false, from: 0, until: 7.6 }
    case 'prefecture':
      return { size: 13, weight: 600, water: false, from: 6, until: 9.2 }
    case 'county':
      return { size: 12, weight: 400, water: false, from: 8, until: 13 }
    case 'sea':
    case 'lake':
      return { size: 12, weight: 400, water: true, from: 0, until: 22 }
    default:
      return { size: 11, weight: 400, water: kind === 'strait', from: 0, until: 22 }
  }
}

function namesStyle(tokens: Tokens, zoomOf: (resolution: number) => number) {
  const kept = new Map<string, Style>()
  return (feature: FeatureLike, resolution: number): Style | undefined => {
    const name = feature.get('name')
    if (typeof name !== 'string' || feature.get('layer') !== 'label') return undefined
    const kind = String(feature.get('kind'))
    const look = nameLook(kind)
    const zoom = zoomOf(resolution)
    if (zoom < look.from || zoom > look.until) return undefined
    const key = `${kind}/${name}`
    const known = kept.get(key)
    if (known) return known
    const spaced = [...name].join('\u200a')
    const style = new Style({
      text: new Text({
        text: spaced,
        font: `${look.weight} ${look.size}px ${tokens.font}`,
        fill: new Fill({ color: look.water ? fade(tokens.blue, 0.75) : tokens['text-3'] }),
        stroke: new Stroke({ color: look.water ? tokens.sea : tokens.land, width: 3 }),
        padding: [4, 8, 4, 8],
      }),
      zIndex: -Number(feature.get('rank') ?? 9),
    })
    kept.set(key, style)
    return style
  }
}

/** Makes the two layers of the base map over one set of tiles. */
export function makeBaseMap(zoomOf: (resolution: number) => number): BaseMap {
  const source = new VectorTileSource({
    format: new MVT(),
    url: tileUrl('base'),
    tileLoadFunction: loadGround,
    maxZoom: DEEPEST,
    tileSize: 512,
    wrapX: false,
  })
  const ground = new VectorTileLayer({
    source,
    renderMode: 'hybrid',
    zIndex: zIndexOf('base'),
    updateWhileAnimating: false,
    updateWhileInteracting: false,
  })
  const names = new VectorTileLayer({
    source,
    renderMode: 'vector',
    declutter: 'map',
    zIndex: zIndexOf('base-labels'),
  })
  return {
    ground,
    names,
    restyle(tokens, counties) {
      ground.setStyle(groundStyle(tokens, counties))
      names.setStyle(namesStyle(tokens, zoomOf))
    },
  }
}
