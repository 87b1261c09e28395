/** Money by source × stage × year, as the table lays it out; what is planned and what it adds up to says the core. */
import type { BudgetLine, MoneySource, MoneyStage } from '@/ipc'
import { words } from '@/ipc'

export const moneyStages: MoneyStage[] = words.MoneyStage.map((w) => w.word)
const sourceOrder = new Map<string, number>(words.MoneySource.map((w, i) => [w.word, i]))

export interface MoneyCell {
  stage: MoneyStage
  /** Null where nothing stands. */
  amount: number | null
  lines: BudgetLine[]
}

export interface MoneyRow {
  key: string
  source: MoneySource
  year: number | null
  cells: MoneyCell[]
}

export interface MoneyTable {
  /** By year, those without one last; in a year by source. */
  years: { year: number | null; rows: MoneyRow[] }[]
}

function sum(lines: BudgetLine[]): number | null {
  return lines.length === 0 ? null : lines.reduce((total, line) => total + line.amount, 0)
}

export function moneyTable(lines: BudgetLine[]): MoneyTable {
  const rows = new Map<string, MoneyRow>()
  for (const line of lines) {
    const key = `${line.year ?? ''}/${line.source}`
    if (rows.has(key)) continue
    const own = lines.filter((l) => l.year === line.year && l.source === line.source)
    const cells = moneyStages.map((stage) => {
      const found = own.filter((l) => l.stage === stage)
      return { stage, lines: found, amount: sum(found) }
    })
    rows.set(key, { key, source: line.source, year: line.year, cells })
  }
  const bySource = (a: MoneyRow, b: MoneyRow) =>
    (sourceOrder.get(a.source) ?? 0) - (sourceOrder.get(b.source) ?? 0)
  const years = [...new Set(lines.map((l) => l.year))].sort((a, b) => (a ?? 9999) - (b ?? 9999))
  return {
    years: years.map((year) => ({
      year,
      rows: [...rows.values()].filter((r) => r.year === year).sort(bySource),
    })),
  }
}

/** A part of the whole in percent; null when there is no whole. */
export function share(part: number, whole: number | null): number | null {
  return whole ? (part / whole) * 100 : null
}
