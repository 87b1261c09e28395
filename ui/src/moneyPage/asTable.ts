/** The table of money as it leaves the page: 万元, rates in per cent. */
import { date } from '@/format'
import { t } from '@/i18n'
import type { MoneyPage, MoneyRow, MoneySide, PageTable } from '@/ipc'
import { amount, inPercent, inWan, percent, text } from '@/tables/pageTable'
import { groupText } from './groupText'

export function asTable(
  page: MoneyPage,
  rows: MoneySide,
  columns: MoneySide,
  notes: string[] = [],
): PageTable {
  const line = (name: string, row: MoneyRow) => [
    name,
    ...row.cells.map(inWan),
    inWan(row.total),
    inWan(row.money.allocated),
    inWan(row.money.spent),
    inPercent(row.allocated_rate),
    inPercent(row.spent_rate),
    inWan(row.money.gap),
  ]
  return {
    title: t('moneyPage.title'),
    notes: [...notes, t('moneyPage.wanNote')],
    columns: [
      text(`${t(`moneyPage.side.${rows}`)}${t('moneyPage.inWan')}`),
      ...page.columns.map((group) => amount(groupText(group, columns))),
      ...(['total', 'allocated', 'spent'] as const).map((key) => amount(t(`moneyPage.${key}`))),
      ...(['allocatedRate', 'spentRate'] as const).map((key) => percent(t(`moneyPage.${key}`))),
      amount(t('moneyPage.gap')),
    ],
    rows: [
      ...page.rows.map((row) => line(groupText(row.group, rows), row)),
      line(t('moneyPage.total'), page.sums),
    ],
    held: 1,
    foot: date(page.as_of),
  }
}
