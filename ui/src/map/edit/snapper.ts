/** What can be caught near a pixel: footprints, sites and towns that show now. */
import type Feature from 'ol/Feature'
import type { Geometry } from 'ol/geom'
import { t } from '@/i18n'
import { carriedBy } from '../layers/features'
import type { Outline } from '../layers/townBoundaries'
import type { MapCore } from '../mapCore'
import { type Caught, type Coord, type Path, snap } from '../sketch/snap'

/** Pixels within which something is caught. */
export const SNAP_PIXELS = 12

/** The lines and rings of a geometry. */
export function pathsOf(owner: string, name: string, geometry: Geometry): Path[] {
  const area = geometry.getType().includes('Polygon')
  const paths: Path[] = []
  const walk = (value: unknown): void => {
    if (!Array.isArray(value) || value.length === 0) return
    const first = value[0] as unknown
    if (typeof first === 'number') {
      paths.push({ owner, name, closed: false, points: [[first, Number(value[1])]] })
    } else if (Array.isArray(first) && typeof first[0] === 'number' && geometry.getType() !== 'MultiPoint') {
      const points = (value as number[][]).map((p): Coord => [p[0] ?? 0, p[1] ?? 0])
      paths.push({ owner, name, closed: area, points })
    } else {
      for (const one of value) walk(one)
    }
  }
  walk((geometry as Geometry & { getCoordinates?: () => unknown }).getCoordinates?.())
  return paths
}

export class Snapper {
  private readonly known = new WeakMap<Feature, Path[]>()

  constructor(private readonly core: MapCore) {}

  private paths(feature: Feature): Path[] {
    const known = this.known.get(feature)
    if (known) return known
    const carried = carriedBy(feature)
    const geometry = feature.getGeometry()
    const made =
      carried && geometry ? pathsOf(`${carried.kind}:${carried.row.id}`, carried.row.name, geometry) : []
    this.known.set(feature, made)
    return made
  }

  private outlinePaths(feature: Feature, { id, name, geometry }: Outline): Path[] {
    const known = this.known.get(feature)
    if (known) return known
    const made = pathsOf(`outline:${id}`, t('map.snap.outline', { name }), geometry)
    this.known.set(feature, made)
    return made
  }

  /** Finds what a place catches; `except` is the id of a project or town that must not catch itself. */
  catch(at: Coord, except: string | null): Caught | null {
    const reach = SNAP_PIXELS * (this.core.view.getResolution() ?? 1)
    const box = [at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach]
    const { atlas } = this.core
    const s = atlas.sources
    const layers = [
      [s.shapes, 'project-areas'],
      [s.ownPins, 'project-areas'],
      [s.pilots, 'town-pins'],
      [s.sites, 'site-pins'],
    ] as const
    const paths: Path[] = []
    for (const [source, layer] of layers) {
      if (!atlas.layer(layer).getVisible()) continue
      for (const feature of source.getFeaturesInExtent(box)) {
        const carried = carriedBy(feature)
        if (!carried || carried.row.id === except) continue
        // the pin of a line or an area is only its label's place
        if (source === s.ownPins && feature.get('shape')) continue
        paths.push(...this.paths(feature))
      }
    }
    if (this.core.outlines.layer.getVisible()) {
      for (const feature of this.core.outlines.areas.getFeaturesInExtent(box)) {
        const outline = feature.get('outline') as Outline
        if (outline.id !== except) paths.push(...this.outlinePaths(feature, outline))
      }
    }
    return snap(at, paths, reach)
  }
}
