/** Which page of the window shows and how it stands to the map; remembered between starts. */
import { computed } from 'vue'
import { remembered } from '@/stores/prefs'

/** The page that is the map itself. */
export const MAP = 'map'
/** Alone, with the map at its right, or with the map under it. */
export type Standing = 'alone' | 'right' | 'down'

/** The page that was chosen, by its id. */
export const workspaceId = remembered<string>('frame.workspace', MAP)
/** How every page but the map stands. */
export const standing = remembered<Standing>('frame.standing', 'alone')
/** Width or height of the map beside a page, in px; null for half. */
const sizes = remembered<{ right: number | null; down: number | null }>('frame.besideMap', {
  right: null,
  down: null,
})

/** Whether the map is the page. */
export const onMap = computed(() => workspaceId.value === MAP)
/** Whether the map is in sight, as the page or beside one. */
export const mapInSight = computed(() => onMap.value || standing.value !== 'alone')

export function showWorkspace(id: string): void {
  workspaceId.value = id
}

/** Brings the map into sight when it is not: for what is drawn or placed on it. */
export function needMap(): void {
  if (!mapInSight.value) showWorkspace(MAP)
}

/** The smallest width or height of the map and of the page beside it. */
const LEAST = { right: 300, down: 160 }

/** What the map gets of a room, in px: what was chosen, else half; both parts stay usable. */
export function mapShare(room: number, way: 'right' | 'down', wanted = sizes.value[way]): number {
  const most = Math.max(0, room - LEAST[way])
  return Math.round(Math.min(most, Math.max(Math.min(LEAST[way], most), wanted ?? room / 2)))
}

export function resizeMap(way: 'right' | 'down', to: number | null): void {
  sizes.value = { ...sizes.value, [way]: to }
}
