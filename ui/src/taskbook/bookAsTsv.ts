/** A task book as a table that a spreadsheet takes when it is pasted. */
import { said } from '@/errors'
import { wanYuan, wordLabel } from '@/format'
import { t } from '@/i18n'
import type { TaskBook } from '@/ipc'
import { dueText, roles, standsAt, targetText, underTitle } from './bookText'

/** Tabs and line ends within a cell would begin another one. */
const cell = (text: string) => text.replace(/\s+/g, ' ').trim()

export function bookAsTsv(book: TaskBook): string {
  const rows: string[][] = [[book.name], [underTitle(book)]]
  const heads = ['role', 'number', 'task', 'plan', 'due', 'target', 'now', 'light', 'reason'] as const
  rows.push(heads.map((head) => t(`taskbook.column.${head}`)))
  for (const { role, tasks } of roles(book)) {
    for (const task of tasks.flatMap((whole) => [whole, ...whole.parts])) {
      rows.push([
        t(`taskbook.role.${role}`),
        task.number,
        task.title,
        task.plan_title,
        task.due ? dueText(task.due) : '',
        task.indicators.map(targetText).join('；'),
        task.indicators.map(standsAt).join('；'),
        t(`timetable.light.${task.light}`),
        said(task.reason),
      ])
    }
  }
  if (book.projects.length) {
    const columns = ['project', 'stage', 'due', 'light', 'reason', 'planned', 'allocated', 'spent'] as const
    rows.push(
      [],
      columns.map((column) => t(`taskbook.column.${column}`)),
    )
    for (const p of book.projects) {
      rows.push([
        p.name,
        wordLabel('ProjectStage', p.stage),
        p.ends ? dueText(p.ends) : '',
        t(`timetable.light.${p.light}`),
        said(p.reason),
        ...[p.money.planned, p.money.allocated, p.money.spent].map((fen) => wanYuan(fen).replaceAll(',', '')),
      ])
    }
  }
  return rows.map((row) => row.map(cell).join('\t')).join('\n')
}
