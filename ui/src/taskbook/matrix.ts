/** The matrix of duties in plain functions: letters of cells, what is in sight, and the whole as a table. */
import { t } from '@/i18n'
import type { DutyMatrix, MatrixCell, PageTable, Role } from '@/ipc'
import { today } from '@/stores/outputFolder'
import { text, word } from '@/tables/pageTable'

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
/** The matrix as it leaves the page: a column a unit, the first row the number of its tasks. */
export function matrixTable(matrix: DutyMatrix, notes: string[] = []): PageTable {
  const letters = lettersOf(matrix.cells)
  return {
    title: t('taskbook.matrix.title'),
    notes,
    columns: [
      text(t('taskbook.column.plan')),
      word(t('taskbook.column.number')),
      text(t('taskbook.column.task')),
      ...matrix.units.map((unit) => word(unit.name)),
    ],
    rows: [
      [
        null,
        null,
        t('taskbook.matrix.count'),
        ...matrix.units.map((unit) => unit.lead + unit.responsible + unit.participating),
      ],
      ...matrix.tasks.map((task, y) => [
        task.plan_title,
        task.number,
        task.title,
        ...matrix.units.map((_, x) => letters.get(`${y} ${x}`)?.text ?? null),
      ]),
    ],
    held: 3,
    foot: today.said(),
  }
}
