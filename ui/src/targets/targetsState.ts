/** What the page of targets remembers: table or cards, which of the targets show, the one that is open. */
import { ref } from 'vue'
import type { TargetRow } from '@/ipc'
import { remembered } from '@/stores/prefs'

export type Shown = 'all' | 'open' | 'behind' | 'met' | 'unreported'
export const shownKinds: readonly Shown[] = ['all', 'behind', 'open', 'met', 'unreported']

export const layout = remembered<'table' | 'cards'>('targets.layout', 'table')
/** For as long as the window runs, like the filter. */
export const shown = ref<Shown>('all')
/** The target whose sheet is open, by its id. */
export const opened = ref<string | null>(null)

/** Whether a target is among those that show. */
export function shows(row: TargetRow, kind: Shown): boolean {
  if (kind === 'behind') return row.light === 'red' || row.light === 'yellow'
  if (kind === 'open') return row.met === false
  if (kind === 'met') return row.met === true
  if (kind === 'unreported') return row.now === null
  return true
}
