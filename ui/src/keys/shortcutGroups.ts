/** The shortcut sheet: every binding that has a key, by group. */
import { allBindings, type Binding } from './keymap'
import { commandLabel } from './labels'

export interface SheetGroup {
  id: Binding['group']
  rows: { id: string; label: string; keys: string[] }[]
}

const ORDER: Binding['group'][] = ['general', 'list', 'map', 'draw']

export function shortcutSheet(): SheetGroup[] {
  return ORDER.map((id) => ({
    id,
    rows: allBindings()
      .filter((b) => b.group === id && b.keys.length > 0)
      .map((b) => ({ id: b.id, label: commandLabel(b.id), keys: b.keys })),
  })).filter((group) => group.rows.length > 0)
}
