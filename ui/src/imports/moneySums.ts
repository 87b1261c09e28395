/** Sums of an import as tables: one a stage, sources down, years across. Plain functions. */
import type { MoneySource, MoneyStage, MoneySum } from '@/ipc'
import { words } from '@/ipc'

export interface StageSums {
  stage: MoneyStage
  /** Those that occur, the one of no year last. */
  years: (number | null)[]
  rows: { source: MoneySource; amounts: (number | null)[]; total: number }[]
  /** By year. */
  totals: number[]
  total: number
}

const add = (sums: readonly MoneySum[]) => sums.reduce((total, sum) => total + sum.amount, 0)

/** One table for each stage with money, in the order of the stages. */
export function moneySums(sums: readonly MoneySum[]): StageSums[] {
  return words.MoneyStage.map((w) => w.word)
    .map((stage) => ({ stage, own: sums.filter((sum) => sum.stage === stage) }))
    .filter(({ own }) => own.length > 0)
    .map(({ stage, own }) => {
      const years = [...new Set(own.map((sum) => sum.year))].sort((a, b) => (a ?? 9999) - (b ?? 9999))
      const found = new Set(own.map((sum) => sum.source))
      const rows = words.MoneySource.map((w) => w.word)
        .filter((source) => found.has(source))
        .map((source) => {
          const of = own.filter((sum) => sum.source === source)
          const amounts = years.map((year) => {
            const there = of.filter((sum) => sum.year === year)
            return there.length ? add(there) : null
          })
          return { source, amounts, total: add(of) }
        })
      const totals = years.map((year) => add(own.filter((sum) => sum.year === year)))
      return { stage, years, rows, totals, total: add(own) }
    })
}
