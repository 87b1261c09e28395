/** The table of targets as it leaves the page. */
import { said } from '@/errors'
import { date } from '@/format'
import { t } from '@/i18n'
import type { PageTable, TargetRow } from '@/ipc'
import { number, text, word } from '@/tables/pageTable'
import { deadline, scopeText } from './targetText'

/** To six decimals, as the core tells values from each other. */
const rounded = (n: number | null | undefined): number | null =>
  n === null || n === undefined ? null : Math.round(n * 1e6) / 1e6

export function asTable(rows: readonly TargetRow[], asOf: string, notes: string[] = []): PageTable {
  const head = (key: keyof typeof LOOKS) => LOOKS[key](t(`targets.copied.${key}`))
  return {
    title: t('targets.title'),
    notes,
    columns: (Object.keys(LOOKS) as (keyof typeof LOOKS)[]).map(head),
    rows: rows.map((row) => {
      const i = row.indicator
      return [
        row.plan_title,
        i.name,
        scopeText(row),
        rounded(i.baseline),
        rounded(row.now?.value),
        row.now?.on ?? null,
        i.operator,
        rounded(i.value),
        rounded(i.upper),
        i.unit,
        deadline(i),
        rounded(row.expected?.value),
        t(`timetable.light.${row.light}`),
        said(row.reason),
      ]
    }),
    held: 2,
    foot: date(asOf),
  }
}

const LOOKS = {
  plan: text,
  name: text,
  scope: text,
  baseline: number,
  now: number,
  on: word,
  operator: word,
  target: number,
  upper: number,
  unit: word,
  deadline: word,
  expected: number,
  light: word,
  why: text,
}
