/** The panes of this window: sizes remembered, open or folded, and which tab the rail shows. */
import { computed, effectScope, ref, watch } from 'vue'
import { atlas, saveState } from '@/stores/atlas'
import { remembered } from '@/stores/prefs'
import { BANNER, fitPanes, initialPanes, type Panes, type Wanted } from './paneSizes'
import { MAP, onMap, showWorkspace } from './workspaceState'

export type RailTab = 'contents' | 'layers' | 'views'
export type PaneName = 'rail' | 'inspector' | 'dock'

const size = ref({ width: window.innerWidth, height: window.innerHeight })
window.addEventListener('resize', () => {
  size.value = { width: window.innerWidth, height: window.innerHeight }
})

const wanted = ref<Wanted>({ ...initialPanes })
/** The user unfolded the dock of a low window. */
const forced = ref(false)

export const railTab = ref<RailTab>('contents')
/** Whether the list of what has no location is open. */
export const unmappedOpen = ref(false)

/** Takes over what was remembered; after the settings are loaded. */
export function loadPanes(): void {
  effectScope(true).run(() => {
    const kept = remembered<Wanted>('panes', { ...initialPanes })
    wanted.value = { ...initialPanes, ...kept.value }
    watch(wanted, (now) => {
      kept.value = now
    })
  })
}

/** Lines under the top bar that say what must not be missed; each takes its height from the panes. */
export const banners = computed(() => {
  const now = atlas.value
  if (!now) return 0
  return [now.read_only, saveState.value === 'failed', now.practice].filter(Boolean).length
})

export const panes = computed<Panes>(() =>
  fitPanes(
    size.value.width,
    size.value.height - banners.value * BANNER,
    onMap.value ? wanted.value : { ...wanted.value, railOpen: wanted.value.pageRail },
    forced.value,
  ),
)

/** Whether the dock takes the room of the map. */
export const dockWhole = computed(() => wanted.value.dockWhole && wanted.value.dockOpen)

/** Gives the dock the room of the map, or the map its room again. */
export function toggleDockWhole(): void {
  const whole = !dockWhole.value || !onMap.value
  if (whole) showWorkspace(MAP)
  wanted.value = { ...wanted.value, dockWhole: whole, dockOpen: whole || wanted.value.dockOpen }
}

/** Sets the size of a pane; null follows the window again. */
export function resizePane(pane: PaneName, to: number | null): void {
  wanted.value = { ...wanted.value, [pane]: to }
}

export function isOpen(pane: PaneName): boolean {
  if (pane === 'dock' && !onMap.value) return false
  return panes.value[pane] > 0 || (pane === 'dock' && dockWhole.value)
}

export function togglePane(pane: PaneName, open = !isOpen(pane)): void {
  const field = pane === 'rail' && !onMap.value ? 'pageRail' : (`${pane}Open` as const)
  // the ledgers stay with the map
  if (pane === 'dock' && open) showWorkspace(MAP)
  wanted.value = { ...wanted.value, [field]: open }
  if (pane === 'dock') forced.value = open && panes.value.dock === 0
}

export function showRailTab(tab: RailTab): void {
  togglePane('rail', true)
  unmappedOpen.value = false
  railTab.value = tab
}

export function showUnmapped(): void {
  togglePane('rail', true)
  unmappedOpen.value = true
}
