/** The table of targets as it is pasted into a spreadsheet: numbers plainly, blank for none. */
import { said } from '@/errors'
import { t } from '@/i18n'
import type { TargetRow } from '@/ipc'
import { deadline, scopeText } from './targetText'

const safe = (text: string): string => text.replace(/[\t\r\n]+/g, ' ').replace(/^[=+@-]/, "'$&")
const plainly = (n: number | null | undefined): string =>
  n === null || n === undefined ? '' : String(Math.round(n * 1e6) / 1e6)

export function asTable(rows: readonly TargetRow[]): string {
  const head = [
    'plan',
    'name',
    'scope',
    'baseline',
    'now',
    'on',
    'operator',
    'target',
    'upper',
    'unit',
    'deadline',
    'expected',
    'light',
    'why',
  ] as const
  const lines = rows.map((row) => {
    const i = row.indicator
    const words = [row.plan_title, i.name, scopeText(row)].map(safe)
    const numbers = [plainly(i.baseline), plainly(row.now?.value), row.now?.on ?? '']
    const goal = [
      /^[=<>]/.test(i.operator) ? `'${i.operator}` : i.operator,
      plainly(i.value),
      plainly(i.upper),
      safe(i.unit),
    ]
    return [
      ...words,
      ...numbers,
      ...goal,
      safe(deadline(i)),
      plainly(row.expected?.value),
      t(`timetable.light.${row.light}`),
      safe(said(row.reason)),
    ].join('\t')
  })
  return [head.map((key) => t(`targets.copied.${key}`)).join('\t'), ...lines].join('\n')
}
