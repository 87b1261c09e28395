/** The pages of the window, in the order of their titles; one of them shows beside rail and inspector. */
import { computed } from 'vue'
import mapPage from '@/map/page'
import { remembered } from '@/stores/prefs'
import { entryOf, type PageEntry } from './pageEntry'

export const workspaces: readonly [PageEntry, ...PageEntry[]] = [mapPage]

/** The page that shows. */
export const workspace = computed(() =>
  entryOf(workspaces, remembered('frame.workspace', workspaces[0].id).value),
)
