/** A value of the journal in the words of the window. */
import { date, money, wordLabel } from '@/format'
import { t } from '@/i18n'
import type { words } from '@/ipc'

const wordSets: Record<string, keyof typeof words> = {
  precision: 'Precision',
  role: 'Role',
  category: 'Category',
  level: 'PilotLevel',
  step: 'GateStep',
  consequence: 'Consequence',
}
const dates = new Set([
  'starts',
  'ends',
  'due',
  'planned',
  'actual',
  'deadline',
  'on_date',
  'issued_on',
  'round',
])
const amounts = new Set(['amount', 'spent', 'threshold'])

/** A journal value: JSON text of the column, null where there was none. */
export function historyValue(column: string, text: string | null): string {
  if (text === null || text === 'null' || text === '') return t('inspector.history.nothing')
  const plain = text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
  if (column === 'geometry' || column === 'outline') return t('inspector.history.shape')
  if (plain === 'true') return t('inspector.yes')
  if (plain === 'false') return t('inspector.no')
  if (dates.has(column)) return date(plain)
  if (amounts.has(column)) return money(Number(plain))
  if (column === 'kind') return firstKnown(['ProjectKind', 'TaskKind', 'SiteKind'], plain)
  if (column === 'stage') return firstKnown(['ProjectStage', 'MoneyStage'], plain)
  if (column === 'status') return firstKnown(['TaskStatus', 'PilotStatus'], plain)
  if (column === 'source') return firstKnown(['MoneySource'], plain)
  const set = wordSets[column]
  return set ? wordLabel(set, plain) : plain
}

function firstKnown(sets: (keyof typeof words)[], value: string): string {
  for (const set of sets) {
    const label = wordLabel(set, value)
    if (label !== value) return label
  }
  return value
}
