/** The layers of the atlas: towns, sites, projects and their names, clustered and decluttered together. */

import type { Extent } from 'ol/extent'
import { createEmpty, extend, getCenter, getHeight, getWidth } from 'ol/extent'
import type Feature from 'ol/Feature'
import type { Point } from 'ol/geom'
import VectorLayer from 'ol/layer/Vector'
import { get as getProjection, type Projection } from 'ol/proj'
import ClusterSource from 'ol/source/Cluster'
import VectorSource from 'ol/source/Vector'
import type { Style } from 'ol/style'
import { listed } from '@/format'
import type { MapFeatures, ProjectShape, Shape, TownPin } from '@/ipc'
import {
  become,
  type Carried,
  carriedBy,
  clustered,
  type FeatureSet,
  featuresOf,
  projectFeatures,
} from './features'
import { type Obstacle, placeNames, type Side } from './labelSides'
import type { LayerLooks } from './layerLooks'
import { Crowd } from './projectTiles'
import { ASIDE_SHIFT, NO_SHIFT, type Shift, type Styles, TOWN_NAME_GAP, TOWN_PIN_SHIFT } from './styles'
import { type LayerId, zIndexOf } from './zOrder'

/** A shape wider than this many pixels shows itself and needs no pin. */
const PIN_UNTIL = 44
/** Pins nearer than this many pixels become one with a number. */
const PIN_DISTANCE = 26
const TOWN_DISTANCE = 15
/** A pin nearer to a town's symbol than this many pixels would lie under it. */
const UNDER_TOWN = 18
/** Half of the width of a symbol that names keep away from, pixels. */
const RADIUS = { town: 9, ordinary: 6, project: 12 }
/** Metres a pixel from which names and small things show. */
const NAMES_FROM = {
  ordinary: 160,
  sites: 60,
  projects: 45,
  siteNames: 40,
  ordinaryPins: 1300,
  sitePins: 900,
}

type Own = Extract<Carried, { kind: 'project' }>

/** A cluster source that knows the resolution while it clusters, so that big shapes are left out. */
class ShapeCluster extends ClusterSource<Feature> {
  now = 1
  override loadFeatures(extent: Extent, resolution: number, projection: Projection): void {
    this.now = resolution
    super.loadFeatures(extent, resolution, projection)
  }
}

function pinPoint(feature: Feature, resolution: number): Point | null {
  const shape = feature.get('shape') as Feature | undefined
  const extent = shape?.getGeometry()?.getExtent()
  if (extent && Math.max(getWidth(extent), getHeight(extent)) / resolution > PIN_UNTIL) return null
  return feature.getGeometry() as Point
}

const EVERYWHERE: Extent = [-Infinity, -Infinity, Infinity, Infinity]
const VIEW = getProjection('EPSG:3857') as Projection

function placeOf(feature: Feature): [number, number] {
  const [x = 0, y = 0] = getCenter(feature.getGeometry()?.getExtent() ?? [0, 0, 0, 0])
  return [x, y]
}

/** The name at a town's symbol, of two close towns both; more than two share a number only. */
function townsNamed(feature: Feature): { key: string; text: string; pilot: boolean } | null {
  const inside = clustered(feature)
  const rows = (inside.length > 0 ? inside : [feature]).flatMap((one) => {
    const carried = carriedBy(one)
    return carried?.kind === 'town' ? [carried.row] : []
  })
  const [first] = rows
  if (!first || rows.length > 2) return null
  return { key: first.id, text: listed(rows.map((r) => r.name)), pilot: first.category !== null }
}

const rowOf = (feature: Feature): ProjectShape => (carriedBy(feature) as Own).row

export class AtlasLayers {
  readonly sources = {
    pilots: new VectorSource<Feature>(),
    ordinary: new VectorSource<Feature>(),
    sites: new VectorSource<Feature>(),
    shapes: new VectorSource<Feature>(),
    ownPins: new VectorSource<Feature>(),
    townPins: new VectorSource<Feature>(),
  }
  readonly all: VectorLayer[] = []
  /** Draws the projects when there are too many to be drawn one by one. */
  readonly crowd = new Crowd()
  private readonly byId = new Map<LayerId, VectorLayer>()
  private styles: Styles | null = null
  private readonly clusters: ClusterSource<Feature>[] = []
  /** Where the names of towns stand at the scale they were last asked for. */
  private sides: { resolution: number; styles: Styles; of: Map<string, Side> } | null = null
  /** Strength of the lights, 0 to 1. */
  private lights = 0
  /** The project that is being edited is drawn by the editing layer alone. */
  private edited: string | null = null

  constructor() {
    const towns = this.cluster(new ClusterSource({ source: this.sources.pilots, distance: TOWN_DISTANCE }))
    const own: ShapeCluster = new ShapeCluster({
      source: this.sources.ownPins,
      distance: PIN_DISTANCE,
      geometryFunction: (feature): Point | null => pinPoint(feature, own.now),
    })
    this.cluster(own)
    const known = this.cluster(new ClusterSource({ source: this.sources.townPins, distance: PIN_DISTANCE }))
    const { shapes, sites, ordinary, ownPins } = this.sources

    this.add('project-areas', shapes, (f) => this.shapeStyle(f, false))
    this.add('project-lines', shapes, (f) => this.shapeStyle(f, true))
    this.add('site-labels', sites, (f, r, s) =>
      r < NAMES_FROM.siteNames ? this.of(f, 'site', (c) => s.siteName(c.row)) : undefined,
    )
    this.add('project-labels', ownPins, (f, r, s) => this.projectName(f, r, s))
    this.add('town-labels', towns, (f, r, s) => this.townName(f, r, s))
    this.add('site-pins', sites, (f, r, s) =>
      r < NAMES_FROM.sitePins
        ? this.of(f, 'site', (c) => s.site(c.row, r >= NAMES_FROM.siteNames))
        : undefined,
    )
    this.add('town-dots', ordinary, (f, r, s) => {
      if (r > NAMES_FROM.ordinaryPins) return undefined
      const name = r < NAMES_FROM.ordinary ? this.townName(f, r, s) : undefined
      return this.of(f, 'town', (c) => (name ? [s.town(c.row), name] : s.town(c.row)))
    })
    this.add('project-town-pins', known, (f, r, s) => this.pinStyle(f, r, s))
    this.add('project-pins', own, (f, r, s) => this.pinStyle(f, r, s))
    this.add('town-pins', towns, (f, _r, s) => {
      const inside = clustered(f)
      if (inside.length < 2) return this.of(f, 'town', (c) => s.town(c.row))
      return s.towns(inside.map((one) => (carriedBy(one) as { row: TownPin }).row))
    })
  }

  private cluster(source: ClusterSource<Feature>): ClusterSource<Feature> {
    this.clusters.push(source)
    return source
  }

  private add(
    id: LayerId,
    source: VectorSource<Feature>,
    style: (feature: Feature, resolution: number, styles: Styles) => Style | Style[] | undefined,
  ): void {
    const layer = new VectorLayer({
      source,
      zIndex: zIndexOf(id),
      declutter: id === 'project-areas' || id === 'project-lines' ? false : 'map',
      updateWhileInteracting: true,
      style: (feature, resolution) =>
        this.styles ? style(feature as Feature, resolution, this.styles) : undefined,
    })
    layer.set('id', id)
    this.byId.set(id, layer)
    this.all.push(layer)
  }

  private of<K extends Carried['kind']>(
    feature: Feature,
    kind: K,
    style: (carried: Extract<Carried, { kind: K }>) => Style | Style[] | undefined,
  ): Style | Style[] | undefined {
    const carried = carriedBy(feature)
    return carried?.kind === kind ? style(carried as Extract<Carried, { kind: K }>) : undefined
  }

  private shapeStyle(feature: Feature, lines: boolean): Style | Style[] | undefined {
    const row = rowOf(feature)
    if (row.id === this.edited || row.geometry.type.includes('Polygon') === lines) return undefined
    return this.styles?.shape(row)
  }

  private projectName(feature: Feature, resolution: number, styles: Styles): Style | undefined {
    const row = rowOf(feature)
    if (resolution > NAMES_FROM.projects || row.id === this.edited) return undefined
    return styles.projectName(row, pinPoint(feature, resolution) !== null)
  }

  private pinStyle(feature: Feature, resolution: number, styles: Styles): Style | Style[] | undefined {
    const inside = clustered(feature)
    const shift = this.shiftOf(feature, resolution)
    if (inside.length > 1) return styles.projects(inside.map(rowOf), shift)
    const row = inside[0] && rowOf(inside[0])
    return row && row.id !== this.edited ? styles.projectPin(row, shift) : undefined
  }

  /** How far the pin of a project, or of several, stands from its place so that no town's symbol hides it. */
  shiftOf(feature: Feature, resolution: number): Shift {
    const first = clustered(feature)[0] ?? feature
    const carried = carriedBy(first)
    if (carried?.kind !== 'project') return NO_SHIFT
    if (!carried.row.own) return TOWN_PIN_SHIFT
    const [x, y] = placeOf(feature)
    const reach = UNDER_TOWN * resolution
    const hidden = (town: Feature): boolean => {
      const [tx, ty] = placeOf(town)
      return Math.hypot(tx - x, ty - y) < reach
    }
    return this.townsShown(resolution).some(hidden) ? ASIDE_SHIFT : NO_SHIFT
  }

  private townsShown(resolution: number): Feature[] {
    const { pilots, ordinary } = this.sources
    const shown = this.layer('town-pins').getVisible() ? pilots.getFeatures() : []
    const dots = resolution <= NAMES_FROM.ordinaryPins && this.layer('town-dots').getVisible()
    return dots ? [...shown, ...ordinary.getFeatures()] : shown
  }

  private townName(feature: Feature, resolution: number, styles: Styles): Style | undefined {
    const name = townsNamed(feature)
    if (!name) return undefined
    if (this.sides?.resolution !== resolution || this.sides.styles !== styles)
      this.sides = { resolution, styles, of: this.placeTownNames(resolution, styles) }
    return styles.townName(name.text, name.pilot, this.sides.of.get(name.key))
  }

  /** The side of each town's name at this scale. */
  private placeTownNames(resolution: number, styles: Styles): Map<string, Side> {
    const seen = (id: LayerId) => this.layer(id).getVisible()
    const at = (feature: Feature) => {
      const [x, y] = placeOf(feature)
      return { x: x / resolution, y: -y / resolution }
    }
    const [towns, own, known] = this.clusters.map((source) => {
      source.loadFeatures(EVERYWHERE, resolution, VIEW)
      return source.getFeatures()
    })
    const obstacles: Obstacle[] = []
    for (const pin of [...(seen('project-pins') ? (own ?? []) : []), ...(known ?? [])]) {
      const [right, up] = this.shiftOf(pin, resolution)
      const { x, y } = at(pin)
      obstacles.push({ x: x + right, y: y - up, radius: RADIUS.project })
    }
    const dots = seen('town-dots') && resolution <= NAMES_FROM.ordinaryPins
    const named = [...(towns ?? []), ...(dots ? this.sources.ordinary.getFeatures() : [])]
    const wanted = named.flatMap((feature) => {
      const name = townsNamed(feature)
      const several = clustered(feature).length > 1
      const radius = several ? RADIUS.project : name?.pilot ? RADIUS.town : RADIUS.ordinary
      obstacles.push({ ...at(feature), radius, owner: name?.key })
      if (!name || (!name.pilot && resolution >= NAMES_FROM.ordinary)) return []
      const room = styles.townNameRoom(name.text, name.pilot)
      return [{ key: name.key, ...at(feature), ...room, gap: TOWN_NAME_GAP, must: name.pilot }]
    })
    return placeNames(wanted, obstacles)
  }

  /** Shows an answer of the core. */
  show(found: MapFeatures): void {
    const set = featuresOf(found)
    this.sides = null
    for (const [key, source] of Object.entries(this.sources)) {
      source.clear(true)
      source.addFeatures(set[key as keyof FeatureSet])
    }
  }

  /** Shows these projects in the place of those that are shown; towns and sites stay. */
  showProjects(rows: ProjectShape[]): void {
    const set = projectFeatures(rows)
    this.sides = null
    for (const key of ['shapes', 'ownPins', 'townPins'] as const) {
      this.sources[key].clear(true)
      this.sources[key].addFeatures(set[key])
    }
  }

  /** Shows these projects in the place of those of the ids, and leaves all others as they are; returns the box of what is
   * drawn anew. One that stays is changed in its place, so that it keeps its order among those it overlaps. */
  replaceProjects(ids: readonly string[], rows: ProjectShape[]): Extent {
    this.sides = null
    const extent = createEmpty()
    const set = projectFeatures(rows)
    for (const key of ['shapes', 'ownPins', 'townPins'] as const) {
      const source = this.sources[key]
      const fresh = new Map(set[key].map((feature) => [feature.getId(), feature]))
      for (const id of ids) {
        const there = source.getFeatureById(`project:${id}`) as Feature | null
        const feature = fresh.get(`project:${id}`)
        if (there && feature) become(there, feature)
        else if (there) source.removeFeature(there)
        else if (feature) source.addFeature(feature)
        const geometry = feature?.getGeometry()
        if (geometry) extend(extent, geometry.getExtent())
      }
    }
    for (const id of ids) {
      const found = this.find('project', id)
      found?.pin.set('shape', found.shape ?? undefined, true)
    }
    return extent
  }

  restyle(styles: Styles): void {
    this.styles = styles
    styles.lights = this.lights
    this.crowd.restyle(styles)
    for (const layer of this.all) layer.changed()
  }

  hideEdited(id: string | null): void {
    if (this.edited === id) return
    this.edited = id
    for (const layer of this.all) layer.changed()
  }

  /** Whether a feature is of the project that the editing layer draws. */
  isEdited(feature: Feature): boolean {
    return this.edited !== null && carriedBy(feature)?.row.id === this.edited
  }

  applyLooks(looks: LayerLooks): void {
    const lights = looks.lights.visible ? looks.lights.opacity : 0
    if (lights !== this.lights) {
      this.lights = lights
      if (this.styles) this.restyle(this.styles)
    }
    for (const [id, layer] of this.byId) {
      const group = id.startsWith('project')
        ? 'projects'
        : id.startsWith('site')
          ? 'sites'
          : id === 'town-dots'
            ? 'ordinary'
            : 'towns'
      layer.setVisible(looks[group].visible && !(id.endsWith('-labels') && !looks.names.visible))
      layer.setOpacity(looks[group].opacity)
    }
    this.crowd.layer.setOpacity(looks.projects.visible ? looks.projects.opacity : 0)
    this.sides = null
  }

  layer(id: LayerId): VectorLayer {
    const layer = this.byId.get(id)
    if (!layer) throw new Error(`layer ${id} is not one of the atlas`)
    return layer
  }

  /** Every pin and shape, whether in a cluster or not. */
  features(): Feature[] {
    const s = this.sources
    return [s.pilots, s.ordinary, s.sites, s.ownPins, s.townPins].flatMap((source) => source.getFeatures())
  }

  /** The pin of a thing and, for a project with a line or an area, its shape. */
  find(kind: string, id: string): { pin: Feature; shape: Feature | null } | null {
    const key = `${kind}:${id}`
    const s = this.sources
    for (const source of [s.ownPins, s.townPins, s.pilots, s.ordinary, s.sites]) {
      const pin = source.getFeatureById(key)
      if (pin) return { pin: pin as Feature, shape: s.shapes.getFeatureById(key) as Feature | null }
    }
    return null
  }

  /** A project on the map that has a footprint of its own. */
  own(id: string): ProjectShape | null {
    const pin = this.find('project', id)?.pin
    const carried = pin && carriedBy(pin)
    return carried?.kind === 'project' && carried.row.own ? carried.row : null
  }

  /** The footprint of a project that has one of its own. */
  ownShape(id: string): Shape | null {
    return this.own(id)?.geometry ?? null
  }

  /** The cluster of several that a pin is hidden in now, if any. */
  clusterOf(pin: Feature): Feature | null {
    for (const source of this.clusters) {
      for (const one of source.getFeatures()) {
        const inside = clustered(one)
        if (inside.length > 1 && inside.includes(pin)) return one
      }
    }
    return null
  }
}
