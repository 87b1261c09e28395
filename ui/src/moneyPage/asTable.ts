/** The table of money as it is pasted into a spreadsheet: 万元 as plain numbers, rates as parts of 1, blank for none. */
import { t } from '@/i18n'
import type { MoneyPage, MoneyRow, MoneySide } from '@/ipc'
import { groupText } from './groupText'

const plain = (fen: number | null): string => (fen === null ? '' : String(fen / 1_000_000))
/** A name never breaks a cell, and none is taken for a formula. */
const safe = (text: string): string => text.replace(/[\t\r\n]+/g, ' ').replace(/^[=+@-]/, "'$&")

export function asTable(page: MoneyPage, rows: MoneySide, columns: MoneySide): string {
  const head = [
    `${t(`moneyPage.side.${rows}`)}${t('moneyPage.inWan')}`,
    ...page.columns.map((group) => groupText(group, columns)),
    t('moneyPage.total'),
    t('moneyPage.allocated'),
    t('moneyPage.spent'),
    t('moneyPage.allocatedRate'),
    t('moneyPage.spentRate'),
    t('moneyPage.gap'),
  ]
  const rate = (value: number | null) => (value === null ? '' : String(Math.round(value * 10_000) / 10_000))
  const line = (name: string, row: MoneyRow) => [
    name,
    ...row.cells.map(plain),
    plain(row.total),
    plain(row.money.allocated),
    plain(row.money.spent),
    rate(row.allocated_rate),
    rate(row.spent_rate),
    plain(row.money.gap),
  ]
  const lines = page.rows.map((row) => line(groupText(row.group, rows), row))
  const all = [head, ...lines, line(t('moneyPage.total'), page.sums)]
  return all.map((cells) => cells.map(safe).join('\t')).join('\n')
}
