/** What the palette shows for what was typed: commands by label, pinyin initials or English, and things of the atlas. */
import type { SearchHit } from '@/ipc'
import { pinyinInitials } from '@/keys/pinyin'

export interface Command {
  id: string
  /** In the language of the window. */
  label: string
  /** In every language, for matching. */
  names: string[]
  keys: string[]
  run: () => void
}

export type PaletteItem = { type: 'command'; command: Command } | { type: 'hit'; hit: SearchHit }

/** How well a command fits: 0 not at all, more is better. */
export function fitness(command: Command, typed: string): number {
  const wanted = typed.trim().toLowerCase()
  if (!wanted) return 1
  let best = 0
  for (const name of command.names) {
    const text = name.toLowerCase()
    const letters = pinyinInitials(name)
    if (text.startsWith(wanted)) best = Math.max(best, 4)
    else if (text.includes(wanted)) best = Math.max(best, 3)
    else if (letters.startsWith(wanted)) best = Math.max(best, 2)
    else if (wanted.length > 1 && letters.includes(wanted)) best = Math.max(best, 1)
  }
  return best
}

/** The items in the order they are shown; `>` first in what was typed asks for commands only. */
export function paletteItems(
  typed: string,
  commands: readonly Command[],
  hits: readonly SearchHit[],
): PaletteItem[] {
  const only = typed.startsWith('>')
  const wanted = only ? typed.slice(1) : typed
  const fitting = commands
    .map((command) => ({ command, score: fitness(command, wanted) }))
    .filter((c) => c.score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }): PaletteItem => ({ type: 'command', command }))
  if (only || !wanted.trim()) return fitting
  const found = hits.map((hit): PaletteItem => ({ type: 'hit', hit }))
  return [...found, ...fitting.slice(0, 8)]
}
