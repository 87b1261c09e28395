/** The table of money as it is pasted into a spreadsheet: tabs between cells, 万元 as plain numbers, blank for none. */
import { wordLabel } from '@/format'
import { t } from '@/i18n'
import type { MoneyTable } from '@/ipc'

const plain = (fen: number | null): string => (fen === null ? '' : String(fen / 1_000_000))

export function asTsv(table: MoneyTable): string {
  const head = [
    t('money.stage'),
    t('money.source'),
    ...table.years.map((year) => (year === null ? t('money.noYear') : String(year))),
    t('money.sum'),
  ]
  const lines = table.stages.flatMap((block) => {
    const stage = wordLabel('MoneyStage', block.stage)
    const rows = block.sources.map((row) => [
      stage,
      wordLabel('MoneySource', row.source),
      ...row.cells.map(plain),
      plain(row.total),
    ])
    return [...rows, [stage, t('money.sum'), ...block.sums.map(plain), plain(block.total)]]
  })
  return [head, ...lines].map((cells) => cells.join('\t')).join('\n')
}
