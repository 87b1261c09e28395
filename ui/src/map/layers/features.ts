/** The things of the atlas as map features; kept apart from Vue, found by what they are. */
import Feature from 'ol/Feature'
import GeoJSON from 'ol/format/GeoJSON'
import type { Geometry } from 'ol/geom'
import Point from 'ol/geom/Point'
import { fromLonLat } from 'ol/proj'
import type { MapFeatures, ProjectShape, Shape, SitePin, TownPin } from '@/ipc'
import type { Target } from '@/stores/selection'

/** What a feature carries. */
export type Carried =
  | { kind: 'town'; row: TownPin }
  | { kind: 'site'; row: SitePin }
  | { kind: 'project'; row: ProjectShape }

const json = new GeoJSON({ dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857' })

/** A stored shape as a geometry of the view. */
export function toView(shape: Shape): Geometry {
  const geometry = json.readGeometry(shape)
  if (!geometry) throw new Error('a stored shape without geometry')
  return geometry
}

const plain = new GeoJSON()

/** A geometry of the view in the form of a stored shape, its coordinates left in the view; and back. */
export function plainShape(geometry: Geometry): Shape {
  return plain.writeGeometryObject(geometry) as Shape
}
export function plainGeometry(shape: Shape): Geometry {
  const geometry = plain.readGeometry(shape)
  if (!geometry) throw new Error('a shape without geometry')
  return geometry
}

const round = (n: number): number => Math.round(n * 1e8) / 1e8
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return round(value)
  return Array.isArray(value) ? value.map(rounded) : value
}

/** A geometry of the view as a stored shape: longitude, latitude with eight decimals (about a millimetre). */
export function toStored(geometry: Geometry): Shape {
  const written = json.writeGeometryObject(geometry, { rightHanded: true }) as Shape
  if (written.type === 'GeometryCollection') return written
  return { ...written, coordinates: rounded(written.coordinates) } as Shape
}

const carriedKey = 'carried'

export function carry(geometry: Geometry, carried: Carried): Feature {
  const feature = new Feature(geometry)
  feature.setId(`${carried.kind}:${carried.row.id}`)
  feature.set(carriedKey, carried, true)
  return feature
}

/** Makes a feature carry and show what another one does. */
export function become(feature: Feature, other: Feature): void {
  feature.set(carriedKey, other.get(carriedKey), true)
  feature.setGeometry(other.getGeometry())
}

/** What a feature stands for; the first of a cluster of one. */
export function carriedBy(feature: { get(key: string): unknown } | undefined): Carried | null {
  const own = feature?.get(carriedKey)
  if (own) return own as Carried
  const inside = feature?.get('features')
  return Array.isArray(inside) && inside.length === 1 ? carriedBy(inside[0] as Feature) : null
}

/** What a cluster holds; empty when it is none. */
export function clustered(feature: { get(key: string): unknown }): Feature[] {
  const inside = feature.get('features')
  return Array.isArray(inside) ? (inside as Feature[]) : []
}

/** Whether the point of a thing is that of a county: the county itself, or a project known to lie in it and no more. */
export function isOfCounty(carried: Carried | null): boolean {
  if (carried?.kind === 'town') return carried.row.region_level === 'county'
  return carried?.kind === 'project' && !carried.row.own && carried.row.precision === 'county'
}

export function targetOf(carried: Carried): Target {
  return { kind: carried.kind, id: carried.row.id }
}

const pointAt = (at: [number, number]): Point => new Point(fromLonLat(at))

/** All features of an answer of the core, by the layer they go to. */
export interface FeatureSet {
  pilots: Feature[]
  ordinary: Feature[]
  sites: Feature[]
  /** Footprints that are lines or areas. */
  shapes: Feature[]
  /** Pins of projects at a place of their own (also of small lines and areas). */
  ownPins: Feature[]
  /** Pins of projects of which only the town is known. */
  townPins: Feature[]
}

export function featuresOf(found: MapFeatures): FeatureSet {
  const set: FeatureSet = { pilots: [], ordinary: [], sites: [], shapes: [], ownPins: [], townPins: [] }
  for (const row of found.towns) {
    const feature = carry(pointAt(row.at), { kind: 'town', row })
    if (row.category) set.pilots.push(feature)
    else set.ordinary.push(feature)
  }
  for (const row of found.sites) set.sites.push(carry(pointAt(row.at), { kind: 'site', row }))
  addProjects(set, found.projects)
  return set
}

/** The features of projects alone, by the layer they go to. */
export function projectFeatures(rows: ProjectShape[]): Pick<FeatureSet, 'shapes' | 'ownPins' | 'townPins'> {
  const set = { shapes: [], ownPins: [], townPins: [] }
  addProjects(set, rows)
  return set
}

function addProjects(set: Pick<FeatureSet, 'shapes' | 'ownPins' | 'townPins'>, rows: ProjectShape[]): void {
  for (const row of rows) {
    const pin = carry(pointAt(row.label_at), { kind: 'project', row })
    if (!row.own) {
      set.townPins.push(pin)
      continue
    }
    set.ownPins.push(pin)
    if (row.geometry.type !== 'Point') {
      const shape = carry(toView(row.geometry), { kind: 'project', row })
      pin.set('shape', shape, true)
      set.shapes.push(shape)
    }
  }
}
