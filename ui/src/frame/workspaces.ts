/** The pages of the window, in the order of their titles; one of them shows between rail and inspector, alone or beside the map. */
import { computed } from 'vue'
import { type Binding, bind } from '@/keys/keymap'
import mapPage from '@/map/page'
import moneyPage from '@/moneyPage/page'
import roundsPage from '@/rounds/page'
import { atlas } from '@/stores/atlas'
import targetsPage from '@/targets/page'
import taskbookPage from '@/taskbook/page'
import timetablePage from '@/timetable/page'
import { entryOf, type PageEntry } from './pageEntry'
import { onMap, type Standing, showWorkspace, standing, workspaceId } from './workspaceState'

export const workspaces: readonly [PageEntry, ...PageEntry[]] = [
  mapPage,
  timetablePage,
  taskbookPage,
  moneyPage,
  targetsPage,
  roundsPage,
]

/** The page that shows. */
export const workspace = computed(() => entryOf(workspaces, workspaceId.value))

/** The ways a page stands, in the order of their buttons. */
export const standings: readonly Standing[] = ['alone', 'right', 'down']

/** The commands that show each page and say how it stands. */
export const workspaceBindings: Binding[] = [
  ...workspaces.map(
    (page, at): Binding => ({
      id: `workspace.${page.id}`,
      keys: [`Ctrl+${at + 1}`],
      group: 'general',
      inFields: true,
      when: () => atlas.value !== null,
      run: () => showWorkspace(page.id),
    }),
  ),
  ...standings.map(
    (way): Binding => ({
      id: `workspace.${way}`,
      keys: [],
      group: 'general',
      when: () => atlas.value !== null && !onMap.value,
      run: () => {
        standing.value = way
      },
    }),
  ),
]

/** Registers them; returns a function that removes them. */
export function bindWorkspaces(): () => void {
  const removers = workspaceBindings.map((b) => bind(b))
  return () => {
    for (const remove of removers) remove()
  }
}
