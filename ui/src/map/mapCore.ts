/** The map itself: layers, view, flights, what is under the pointer. Plain TypeScript; the component only mounts it. */

import { boundingExtent, createEmpty, type Extent, extend, getCenter, isEmpty } from 'ol/extent'
import type Feature from 'ol/Feature'
import { defaults as defaultInteractions } from 'ol/interaction/defaults'
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom'
import OlMap from 'ol/Map'
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj'
import View from 'ol/View'
import type { MapFeatures, ProjectShape } from '@/ipc'
import { type Camera, COUNTY_ZOOM } from '@/stores/map'
import type { Flight, Target } from '@/stores/selection'
import { AtlasLayers } from './layers/atlasLayers'
import { type BaseMap, makeBaseMap } from './layers/baseLayer'
import { type Carried, carriedBy, clustered, isOfCounty } from './layers/features'
import { Highlight } from './layers/highlight'
import { layersNear, shapeAt, TOLERANCE } from './layers/hitTest'
import { HoverMark } from './layers/hoverMark'
import type { LayerLooks } from './layers/layerLooks'
import { SpiderLayer } from './layers/spiderLayer'
import { Styles } from './layers/styles'
import { insideOf, TownOutlineLayer } from './layers/townBoundaries'
import { TownMoneyLayer } from './layers/townMoney'
import { movePicture } from './movingPicture'
import { readTokens } from './themeColours'

const FLIGHT_MS = 300
/** A step of the wheel: how long it glides, and how long further steps are waited for. */
const WHEEL_MS = 120
const WHEEL_WAIT_MS = 40
/** Where the base map has detail: the view stays inside. Degrees. */
const WORLD: Extent = [60, -6, 150, 60]
const CLOSEST_FIT = 15.5
/** How close the map goes to a box that is one place: its surroundings tell where it is. */
const CLOSEST_POINT = 11.5
/** Metres of a pixel of a screen as the standards count it (OGC 06-042: 0.28 mm). */
const PIXEL_METRES = 0.00028

type Bounds = [number, number, number, number]

/** What was hit: one thing, or several at one place. */
export type Hit = { one: Carried; feature: Feature } | { many: Carried[]; feature: Feature }

export class MapCore {
  readonly map: OlMap
  readonly atlas = new AtlasLayers()
  readonly highlight = new Highlight(this.atlas)
  readonly spider = new SpiderLayer()
  readonly outlines = new TownOutlineLayer((id) => this.symbolOf(id))
  readonly money = new TownMoneyLayer((id) => {
    const area = this.outlines.get(id)?.geometry ?? null
    return { area, at: this.symbolOf(id) ?? (area && insideOf(area)) }
  })
  private readonly base: BaseMap
  private readonly hoverMark: HoverMark
  private styles: Styles
  private found: MapFeatures | null = null
  private begun = false
  rendered = false
  /** When the map was drawn whole for the first time, milliseconds after the page began. */
  renderedAt: number | null = null

  constructor(target: HTMLElement, dark: boolean) {
    this.styles = new Styles(readTokens(), dark)
    const view = new View({
      center: fromLonLat([118, 36.5]),
      zoom: 6,
      minZoom: 3,
      maxZoom: 20,
      extent: transformExtent(WORLD, 'EPSG:4326', 'EPSG:3857'),
      showFullExtent: true,
      enableRotation: false,
      smoothResolutionConstraint: false,
    })
    this.base = makeBaseMap((resolution) => view.getZoomForResolution(resolution) ?? 0)
    this.map = new OlMap({
      target,
      view,
      controls: [],
      interactions: defaultInteractions({
        dragPan: false,
        altShiftDragRotate: false,
        pinchRotate: false,
        keyboard: false,
        doubleClickZoom: false,
        shiftDragZoom: false,
        mouseWheelZoom: false,
      }).extend([new MouseWheelZoom({ duration: WHEEL_MS, timeout: WHEEL_WAIT_MS })]),
      layers: [
        ...this.money.layers,
        this.outlines.layer,
        this.atlas.crowd.layer,
        ...this.atlas.all,
        this.highlight.lines,
        this.highlight.layer,
        this.spider.layer,
      ],
      moveTolerance: 3,
    })
    movePicture(this.map)
    this.hoverMark = new HoverMark(this.map, this.atlas)
    this.map.on('rendercomplete', () => {
      if (this.found === null || this.rendered) return
      this.rendered = true
      this.renderedAt = performance.now()
    })
  }

  /** Where the symbol of a town stands; null if it has none. */
  private symbolOf(id: string): number[] | null {
    const pin = this.atlas.find('town', id)?.pin.getGeometry()?.getExtent()
    return pin ? getCenter(pin) : null
  }

  get view(): View {
    return this.map.getView()
  }

  setCursor(cursor: string): void {
    const target = this.map.getTargetElement()
    if (target) target.style.cursor = cursor
  }

  get currentStyles(): Styles {
    return this.styles
  }

  /** Reads the colours anew. */
  retheme(dark: boolean): void {
    this.styles = new Styles(readTokens(), dark)
    this.atlas.restyle(this.styles)
    this.outlines.restyle(this.styles.tokens)
    this.money.restyle(this.styles.tokens)
    this.base.restyle(this.styles.tokens, new Set(this.found?.counties ?? []))
  }

  /** Shows and hides as the panel says; the base map keeps its names to itself when another layer has them. */
  applyLooks(looks: LayerLooks, namedElsewhere = false): void {
    this.atlas.applyLooks(looks)
    this.base.ground.setVisible(looks.boundaries.visible)
    this.base.ground.setOpacity(looks.boundaries.opacity)
    this.base.names.setVisible(looks.names.visible && !namedElsewhere)
    this.base.names.setOpacity(looks.names.opacity)
  }

  show(found: MapFeatures): void {
    const tinted = this.found?.counties.join() !== found.counties.join()
    this.found = found
    this.spider.close()
    this.atlas.show(found)
    if (tinted) this.base.restyle(this.styles.tokens, new Set(found.counties))
  }

  /** Shows these projects in the place of those of the ids; the box of all there is grows with them. */
  replaceProjects(ids: readonly string[], rows: ProjectShape[]): void {
    this.spider.close()
    const extent = this.atlas.replaceProjects(ids, rows)
    if (!this.found || isEmpty(extent)) return
    const [west = 0, south = 0, east = 0, north = 0] = transformExtent(extent, 'EPSG:3857', 'EPSG:4326')
    const grown = (bounds: Bounds | null): Bounds =>
      bounds
        ? [
            Math.min(bounds[0], west),
            Math.min(bounds[1], south),
            Math.max(bounds[2], east),
            Math.max(bounds[3], north),
          ]
        : [west, south, east, north]
    const pilots = this.found.towns.some((town) => town.category !== null)
    this.found = {
      ...this.found,
      bounds: grown(this.found.bounds),
      pilot_bounds: pilots ? this.found.pilot_bounds : grown(this.found.bounds),
    }
  }

  /** Draws the base map from now on: once it is known where to stand, so that no tile is fetched in vain. */
  begin(): void {
    if (this.begun) return
    this.begun = true
    this.map.addLayer(this.base.ground)
    this.map.addLayer(this.base.names)
  }

  mark(selected: Target[], hovered: Target | null, skipShape: string | null): void {
    this.highlight.show(selected, this.styles, skipShape)
    this.point(selected, hovered, skipShape)
  }

  /** Marks what the pointer is over; no layer is drawn anew for it. */
  point(selected: Target[], hovered: Target | null, skipShape: string | null): void {
    const isSelected = selected.some((s) => s.kind === hovered?.kind && s.id === hovered.id)
    this.hoverMark.show(isSelected ? null : hovered, this.styles, skipShape)
  }

  /** Room that the bars over the map take from a fit: top, right, bottom, left. */
  private padding(): number[] {
    const [width = 800, height = 600] = this.map.getSize() ?? []
    const side = Math.min(70, width / 8)
    return [Math.min(90, height / 5), side, Math.min(60, height / 8), side]
  }

  private fit(extent: Extent, animate: boolean, maxZoom = CLOSEST_FIT): void {
    if (isEmpty(extent)) return
    this.view.cancelAnimations()
    this.view.fit(extent, {
      padding: this.padding(),
      maxZoom,
      duration: animate ? FLIGHT_MS : 0,
    })
  }

  fitBounds(bounds: [number, number, number, number], animate = true): void {
    const isPoint = bounds[0] === bounds[2] && bounds[1] === bounds[3]
    this.fit(transformExtent(bounds, 'EPSG:4326', 'EPSG:3857'), animate, isPoint ? CLOSEST_POINT : undefined)
  }

  /** Shows a box of the view whole. */
  look(extent: Extent): void {
    this.fit(extent, true)
  }

  /** Whether anything that passes the filter has a place. */
  get hasHome(): boolean {
    return Boolean(this.found?.pilot_bounds ?? this.found?.bounds)
  }

  /** Shows all pilot towns, or all there is. */
  home(animate: boolean): void {
    const bounds = this.found?.pilot_bounds ?? this.found?.bounds
    if (bounds) this.fitBounds(bounds, animate)
  }

  /** Goes where a list, the palette or a view asks. False when the thing is not on the map. */
  fly(flight: Flight): boolean {
    if (flight.to === 'bounds') {
      this.fitBounds(flight.bounds)
      return true
    }
    if (flight.to === 'point') {
      this.view.cancelAnimations()
      this.view.animate({
        center: fromLonLat(flight.at),
        zoom: flight.zoom ?? Math.max(this.view.getZoom() ?? 0, 12),
        duration: FLIGHT_MS,
      })
      return true
    }
    const found = this.atlas.find(flight.target.kind, flight.target.id)
    if (!found) return false
    const shape = found.shape?.getGeometry()
    if (shape) {
      this.fit(shape.getExtent(), true)
      return true
    }
    const at = found.pin.getGeometry()?.getExtent()
    if (!at) return false
    const carried = carriedBy(found.pin)
    const zoom = isOfCounty(carried)
      ? COUNTY_ZOOM
      : Math.max(this.view.getZoom() ?? 0, flight.target.kind === 'town' ? 11 : 12.5)
    this.view.cancelAnimations()
    this.view.animate({
      center: getCenter(at),
      zoom,
      duration: FLIGHT_MS,
    })
    return true
  }

  /** Flies to several things at once. */
  flyToAll(targets: Target[]): void {
    const extent = createEmpty()
    for (const target of targets) {
      const found = this.atlas.find(target.kind, target.id)
      const geometry = (found?.shape ?? found?.pin)?.getGeometry()
      if (geometry) extend(extent, geometry.getExtent())
    }
    this.fit(extent, true, 12)
  }

  zoomBy(levels: number): void {
    this.view.cancelAnimations()
    this.view.animate({ zoom: (this.view.getZoom() ?? 6) + levels, duration: 180 })
  }

  get camera(): Camera {
    const [lon = 0, lat = 0] = toLonLat(this.view.getCenter() ?? [0, 0])
    return { lon, lat, zoom: this.view.getZoom() ?? 0 }
  }

  stand(camera: Camera): void {
    this.view.cancelAnimations()
    this.view.animate({
      center: fromLonLat([camera.lon, camera.lat]),
      zoom: camera.zoom,
      duration: FLIGHT_MS,
    })
  }

  /** Metres a pixel covers on the ground in the middle of the view. */
  get groundResolution(): number {
    const latitude = this.camera.lat
    return (this.view.getResolution() ?? 1) * Math.cos((latitude * Math.PI) / 180)
  }

  get scaleDenominator(): number {
    return this.groundResolution / PIXEL_METRES
  }

  /** What is at a pixel: topmost first. Only projects when `projectsOnly`. */
  hit(pixel: number[], projectsOnly = false): Hit | null {
    const at = this.map.getCoordinateFromPixel(pixel)
    const resolution = this.view.getResolution()
    if (!at || !resolution) return null
    const near = layersNear(this.atlas, at, resolution)
    if (this.spider.isOpen) near.add(this.spider.layer)
    const hit =
      near.size > 0
        ? this.map.forEachFeatureAtPixel(
            pixel,
            (feature): Hit | undefined => {
              const inside = clustered(feature)
              if (inside.length > 1) {
                const many = inside.map((f) => carriedBy(f)).filter((c) => c !== null)
                return projectsOnly ? undefined : { many, feature: feature as Feature }
              }
              const one = carriedBy(feature)
              if (!one || (projectsOnly && one.kind !== 'project')) return undefined
              return { one, feature: feature as Feature }
            },
            { hitTolerance: TOLERANCE, checkWrapped: false, layerFilter: (layer) => near.has(layer) },
          )
        : undefined
    if (hit) return hit
    const shape = shapeAt(this.atlas, at, resolution, (feature) => !this.atlas.isEdited(feature))
    const one = shape && carriedBy(shape)
    return one ? { one, feature: shape } : null
  }

  /** A click on several things: closer when that parts them, spread out when they share one place. */
  open(hit: Extract<Hit, { many: Carried[] }>): void {
    const inside = clustered(hit.feature)
    const extent = boundingExtent(inside.map((f) => getCenter(f.getGeometry()?.getExtent() ?? [0, 0, 0, 0])))
    const size = Math.max((extent[2] ?? 0) - (extent[0] ?? 0), (extent[3] ?? 0) - (extent[1] ?? 0))
    const zoom = this.view.getZoom() ?? 0
    if (size > 30 && zoom < 17) {
      this.spider.close()
      this.fit(extent, true)
      return
    }
    const centre = getCenter(hit.feature.getGeometry()?.getExtent() ?? [0, 0, 0, 0])
    this.spider.open(
      centre,
      hit.many,
      this.styles,
      this.atlas.shiftOf(hit.feature, this.view.getResolution() ?? 1),
    )
  }

  /** Everything whose pin or shape lies in the view now. */
  inView(): Carried[] {
    const size = this.map.getSize()
    if (!size) return []
    const extent = this.view.calculateExtent(size)
    const s = this.atlas.sources
    const seen = new Map<string, Carried>()
    const layers = [
      ['town-pins', s.pilots],
      ['town-dots', s.ordinary],
      ['site-pins', s.sites],
      ['project-pins', s.ownPins],
      ['project-pins', s.townPins],
      ['project-pins', s.shapes],
    ] as const
    for (const [id, source] of layers) {
      if (!this.atlas.layer(id).getVisible()) continue
      for (const feature of source.getFeaturesInExtent(extent)) {
        const carried = carriedBy(feature)
        if (carried) seen.set(`${carried.kind}:${carried.row.id}`, carried)
      }
    }
    return [...seen.values()]
  }

  /** How many stand together in the circle at a pixel; 1 for a single project of the crowd, 0 for none. */
  crowdAt(pixel: number[]): number {
    const at = this.map.getCoordinateFromPixel(pixel)
    return at ? this.atlas.crowd.at(at, this.view.getResolution() ?? 1) : 0
  }

  /** Closer to a circle of many. */
  closer(at: number[]): void {
    this.view.cancelAnimations()
    this.view.animate({ center: at, zoom: (this.view.getZoom() ?? 6) + 2, duration: FLIGHT_MS })
  }

  /** The box of the view: west, south, east, north, degrees. */
  get bounds(): [number, number, number, number] {
    const extent = this.view.calculateExtent(this.map.getSize() ?? [800, 600])
    const [west = 0, south = 0, east = 0, north = 0] = transformExtent(extent, 'EPSG:3857', 'EPSG:4326')
    return [west, south, east, north]
  }

  /** Position in the window of a place, for the measure's label and for tests. */
  pixelOf(lon: number, lat: number): [number, number] {
    const [x = 0, y = 0] = this.map.getPixelFromCoordinate(fromLonLat([lon, lat])) ?? []
    return [x, y]
  }

  dispose(): void {
    this.hoverMark.dispose()
    this.map.setTarget(undefined)
    this.map.dispose()
  }
}
