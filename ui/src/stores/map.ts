/** What the map tells the rest of the window: pointer, scale, camera, and what is in view; and where it is asked to stand. */
import { ref, shallowRef } from 'vue'
import type { ProjectKind, ProjectStage, Shape, SiteKind } from '@/ipc'

/** Where the map stands: centre in degrees and zoom of the web tiles. */
export interface Camera {
  lon: number
  lat: number
  zoom: number
}

/** How close the map goes to show a county whole: for itself, and for what is known to lie in it and no more. */
export const COUNTY_ZOOM = 10

/** How close the map goes to show a region of the gazetteer whole, by its code: a province has two digits, a prefecture four,
 * a county six; undefined for a town, which is a point. */
export function zoomOfRegion(code: string): number | undefined {
  return { 2: 6, 4: 8, 6: COUNTY_ZOOM }[code.length]
}

/** What the view holds now, by what its legend is made of: counts by category, kind and stage. */
export interface InView {
  /** Towns by category; `none` for towns that are no pilot. */
  towns: Record<string, number>
  /** Whether a pilot of provincial level is in view (the white dot of the legend). */
  provincial: boolean
  kinds: Partial<Record<ProjectKind, number>>
  stages: Partial<Record<ProjectStage, number>>
  sites: Partial<Record<SiteKind, number>>
}

/** Longitude and latitude under the pointer; null when it is not over the map. */
export const pointer = shallowRef<{ lon: number; lat: number } | null>(null)
/** Denominator of the scale: 900000 for 1:900,000; 0 before the map has drawn. */
export const scale = ref(0)
export const zoom = ref(0)
/** Where the map stands; the map writes it when a movement ends. */
export const camera = shallowRef<Camera | null>(null)
/** Where the map is asked to stand; the map watches it. */
export const wantedCamera = shallowRef<Camera | null>(null)
export const inView = shallowRef<InView>({ towns: {}, provincial: false, kinds: {}, stages: {}, sites: {} })

/** What the footprint of a project and a control area have in common, shown while that project is selected. */
export const shownOverlap = shallowRef<{ project: string; shape: Shape } | null>(null)

/** Asks the map to stand there; asking twice for the same place moves it twice. */
export function setCamera(to: Camera): void {
  wantedCamera.value = { ...to }
}

/** Reads a camera that was kept in an atlas; null when it is none. */
export function asCamera(kept: unknown): Camera | null {
  if (typeof kept !== 'object' || kept === null) return null
  const { lon, lat, zoom: z } = kept as Partial<Record<string, unknown>>
  const good = [lon, lat, z].every((n) => typeof n === 'number' && Number.isFinite(n))
  return good ? { lon: lon as number, lat: lat as number, zoom: z as number } : null
}
