/** The page of the dock that shows; remembered between starts. */
import { remembered } from '@/stores/prefs'
import type { Ledger } from './columns'

export type DockTab = Ledger | 'check'

let made: ReturnType<typeof remembered<DockTab>> | null = null

export function dockTab(): ReturnType<typeof remembered<DockTab>> {
  made ??= remembered<DockTab>('dock.tab', 'projects')
  return made
}
