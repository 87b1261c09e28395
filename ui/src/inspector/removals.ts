/** Removals in words: what goes with a thing, what is kept, what stands in the way. Which rows those are says the core. */
import { clauses, listed } from '@/format'
import { t, textIfAny } from '@/i18n'
import type { Blocker, Choice, Removal, TableCount } from '@/ipc'

const counted = (table: string, n: number) => textIfAny(`making.holds.${table}`, { n }) ?? `${table} ${n}`

/** Counts by table in words: “12 项任务、3 个章节”. */
export function inWords(counts: readonly TableCount[]): string {
  return listed(counts.map(({ table, count }) => counted(table, count)))
}

/** What is said before a removal. */
export function warning(removal: Pick<Removal, 'goes' | 'freed'>): string {
  const lines: string[] = []
  if (removal.goes.length) lines.push(t('making.goesWith', { what: inWords(removal.goes) }))
  if (removal.freed.length) lines.push(t('making.kept', { what: inWords(removal.freed) }))
  if (lines.length === 0) lines.push(t('making.alone'))
  return [...lines, t('making.oneStep')].join('\n')
}

/** Why something cannot be removed yet, and what to move first; empty when nothing is in the way. */
export function obstacle(blockers: readonly Blocker[]): string {
  const parts = blockers.map(({ table, count, names }) => {
    const some = listed(names)
    const what = counted(table, count)
    return t('making.named', { what, some: count > names.length ? `${some}…` : some })
  })
  return parts.length ? t('making.moveFirst', { what: clauses(parts) }) : ''
}

/** What must go to another town before one can be removed, with what it would else be loosened from. */
export function inTheWay(removal: Pick<Removal, 'blockers' | 'freed'>): string {
  return inWords([...removal.blockers, ...removal.freed])
}

/** The towns that what hangs on one can be moved to; those of the same place first. */
export function otherTowns(towns: readonly Choice[], of: string): { value: string; label: string }[] {
  const own = towns.find((one) => one.value === of)
  const others = towns.filter((one) => one.value !== of)
  const near = (one: Choice) => Number(own?.hint !== null && one.hint === own?.hint)
  const sorted = [...others].sort((a, b) => near(b) - near(a))
  return sorted.map((one) => ({
    value: one.value,
    label: one.hint ? `${one.label} · ${one.hint}` : one.label,
  }))
}
