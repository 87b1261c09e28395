/** A table of a page, that leaves it by the clipboard or as a workbook: one list of columns and rows for both. */
import { explain } from '@/forms/refusal'
import { t } from '@/i18n'
import { call, chooseFile, type PageColumn, type PageTable } from '@/ipc'
import { notify } from '@/stores/notice'
import { exportFolder, folderOf, proposedPath, today } from '@/stores/outputFolder'
import { copyText } from './copyText'

export type PageCell = string | number | null

export const text = (heading: string): PageColumn => ({ heading, look: 'text' })
export const word = (heading: string): PageColumn => ({ heading, look: 'word' })
export const amount = (heading: string): PageColumn => ({ heading, look: 'money' })
export const counted = (heading: string): PageColumn => ({ heading, look: 'count' })
export const number = (heading: string): PageColumn => ({ heading, look: 'number' })
export const percent = (heading: string): PageColumn => ({ heading, look: 'percent' })

/** Fen as 万元, a rate as per cent; null for none. */
export const inWan = (fen: number | null): number | null => (fen === null ? null : fen / 1_000_000)
export const inPercent = (rate: number | null): number | null =>
  rate === null ? null : Math.round(rate * 1_000_000) / 10_000

/** A text never breaks a cell, and none is taken for a formula. */
const safe = (said: string): string => said.replace(/[\t\r\n]+/g, ' ').replace(/^[=+@<>-]/, "'$&")

/** The table as it is pasted into a spreadsheet: numbers plainly, per cent with its sign, blank for none. */
export function asTsv(table: Pick<PageTable, 'columns' | 'rows'>): string {
  const looks = table.columns.map((column) => column.look)
  const cell = (value: PageCell, at: number): string => {
    if (value === null) return ''
    if (typeof value === 'string') return safe(value)
    return looks[at] === 'percent' ? `${value}%` : String(value)
  }
  const head = table.columns.map((column) => safe(column.heading))
  return [head, ...table.rows.map((row) => row.map(cell))].map((cells) => cells.join('\t')).join('\n')
}

export async function copyTable(table: PageTable): Promise<void> {
  await copyText(asTsv(table))
  notify('info', t('tables.copied', { n: table.rows.length }))
}

/** Asks where and writes the table as a workbook. */
export async function exportTable(table: PageTable): Promise<void> {
  const folder = exportFolder(undefined)
  const name = proposedPath(folder, `${table.title.replace(/[\\/:*?"<>|]/g, ' ')} ${today.day()}.xlsx`)
  const path = await chooseFile({ save: true, title: t('tables.export'), name, extension: 'xlsx' })
  if (!path) return
  try {
    const done = await call('export_table', { table, path, overwrite: true })
    exportFolder.keep(folderOf(done.path))
    notify('good', t('tables.exported', { n: done.written, path: done.path }))
  } catch (error) {
    notify('error', explain(error))
  }
}
