/** The matrix of duties in plain functions: letters of cells, what is in sight, and the whole as a table. */
import { t } from '@/i18n'
import type { DutyMatrix, MatrixCell, Role } from '@/ipc'

/** What stands in a cell. */
export interface Letters {
  text: string
  /** The first of its roles, which rules its look. */
  role: Role
  byGroup: boolean
  tip: string
}

/** Letters by `task unit`; a unit with two roles in a task has both. */
export function lettersOf(cells: readonly MatrixCell[]): ReadonlyMap<string, Letters> {
  const all = new Map<string, Letters>()
  for (const cell of cells) {
    const key = `${cell.task} ${cell.unit}`
    const letter = t(`taskbook.letter.${cell.role}`)
    const said = t(`taskbook.roles.${cell.role}`).replace(/:$/, '')
    const tip = cell.by_group ? t('taskbook.matrix.tipByGroup', { role: said }) : said
    const there = all.get(key)
    if (there) all.set(key, { ...there, text: there.text + letter, tip: `${there.tip}\n${tip}` })
    else all.set(key, { text: letter, role: cell.role, byGroup: cell.by_group, tip })
  }
  return all
}

/** Rows beyond the edges that are drawn too. */
const OVER = 4

/** The first and the end of what is in sight of `count` things of one size. */
export function inSight(offset: number, room: number, size: number, count: number): [number, number] {
  const first = Math.max(0, Math.floor(offset / size) - OVER)
  const end = Math.min(count, Math.ceil((offset + Math.max(0, room)) / size) + OVER)
  return [Math.min(first, count), Math.max(end, 0)]
}

/** The matrix for a spreadsheet: units across with their counts, tasks down. */
export function matrixAsTsv(matrix: DutyMatrix): string {
  const letters = lettersOf(matrix.cells)
  const heads = [t('taskbook.column.plan'), t('taskbook.column.number'), t('taskbook.column.task')]
  const rows = [
    [...heads, ...matrix.units.map((u) => u.name)],
    [
      '',
      '',
      t('taskbook.matrix.count'),
      ...matrix.units.map((u) => String(u.lead + u.responsible + u.participating)),
    ],
    ...matrix.tasks.map((task, y) => [
      task.plan_title,
      task.number,
      task.title,
      ...matrix.units.map((_, x) => letters.get(`${y} ${x}`)?.text ?? ''),
    ]),
  ]
  return rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').trim()).join('\t')).join('\n')
}
