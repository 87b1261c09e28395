/** The page of the dock that shows; remembered between starts. */

import type { Ledger } from '@/ledger/ledgerColumns'
import { remembered } from '@/stores/prefs'

export type DockTab = Ledger | 'check'

let made: ReturnType<typeof remembered<DockTab>> | null = null

export function dockTab(): ReturnType<typeof remembered<DockTab>> {
  made ??= remembered<DockTab>('dock.tab', 'projects')
  return made
}
