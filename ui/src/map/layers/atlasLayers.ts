/** The layers of the atlas: towns, sites, projects and their names, clustered and decluttered together. */

import type { Extent } from 'ol/extent'
import { getHeight, getWidth } from 'ol/extent'
import type Feature from 'ol/Feature'
import type { Point } from 'ol/geom'
import VectorLayer from 'ol/layer/Vector'
import type { Projection } from 'ol/proj'
import ClusterSource from 'ol/source/Cluster'
import VectorSource from 'ol/source/Vector'
import type { Style } from 'ol/style'
import type { MapFeatures, ProjectShape, Shape, TownPin } from '@/ipc'
import type { LayerLooks } from '../layerState'
import { type LayerId, zIndexOf } from '../zorder'
import { type Carried, carriedBy, clustered, type FeatureSet, featuresOf } from './features'
import type { Styles } from './styles'

/** A shape wider than this many pixels shows itself and needs no pin. */
const PIN_UNTIL = 44
/** Pins nearer than this many pixels become one with a number. */
const PIN_DISTANCE = 26
const TOWN_DISTANCE = 15
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
  private readonly byId = new Map<LayerId, VectorLayer>()
  private styles: Styles | null = null
  private set: FeatureSet | null = null
  private readonly clusters: ClusterSource<Feature>[] = []
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
    this.add('town-labels', towns, (f, _r, s) => this.of(f, 'town', (c) => s.townName(c.row)))
    this.add('site-pins', sites, (f, r, s) =>
      r < NAMES_FROM.sitePins ? this.of(f, 'site', (c) => s.site(c.row)) : undefined,
    )
    this.add('town-dots', ordinary, (f, r, s) => {
      if (r > NAMES_FROM.ordinaryPins) return undefined
      return this.of(f, 'town', (c) =>
        r < NAMES_FROM.ordinary ? [s.town(c.row), s.townName(c.row)] : s.town(c.row),
      )
    })
    this.add('project-town-pins', known, (f, _r, s) => this.pinStyle(f, s))
    this.add('project-pins', own, (f, _r, s) => this.pinStyle(f, s))
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

  private shapeStyle(feature: Feature, lines: boolean): Style | undefined {
    const row = rowOf(feature)
    if (row.id === this.edited || row.geometry.type.includes('Polygon') === lines) return undefined
    return this.styles?.shape(row)
  }

  private projectName(feature: Feature, resolution: number, styles: Styles): Style | undefined {
    const row = rowOf(feature)
    if (resolution > NAMES_FROM.projects || row.id === this.edited) return undefined
    return styles.projectName(row, pinPoint(feature, resolution) !== null)
  }

  private pinStyle(feature: Feature, styles: Styles): Style | undefined {
    const inside = clustered(feature)
    if (inside.length > 1) return styles.projects(inside.map(rowOf))
    const row = inside[0] && rowOf(inside[0])
    return row && row.id !== this.edited ? styles.projectPin(row) : undefined
  }

  /** Shows an answer of the core. */
  show(found: MapFeatures): void {
    this.set = featuresOf(found)
    for (const [key, source] of Object.entries(this.sources)) {
      source.clear(true)
      source.addFeatures(this.set[key as keyof FeatureSet])
    }
  }

  restyle(styles: Styles): void {
    this.styles = styles
    for (const layer of this.all) layer.changed()
  }

  hideEdited(id: string | null): void {
    if (this.edited === id) return
    this.edited = id
    for (const layer of this.all) layer.changed()
  }

  applyLooks(looks: LayerLooks): void {
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

  /** The footprint of a project that has one of its own. */
  ownShape(id: string): Shape | null {
    const pin = this.find('project', id)?.pin
    const carried = pin && carriedBy(pin)
    return carried?.kind === 'project' && carried.row.own ? carried.row.geometry : null
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
