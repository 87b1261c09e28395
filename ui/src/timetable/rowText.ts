/** What a row says in words: name, dates, what it stands for. */
import { said } from '@/errors'
import { dateSpan, NONE, numbered, wordLabel } from '@/format'
import { t } from '@/i18n'
import type { Grouping, OwedMark, TimetableRow } from '@/ipc'
import type { Target } from '@/stores/selection'

/** The name of a row. */
export function nameOf(row: TimetableRow, grouping: Grouping): string {
  if (row.kind === 'gate') return wordLabel('GateStep', row.step)
  if (row.kind === 'ungrouped') return t(`timetable.ungrouped.${grouping}`)
  return numbered(row.number, row.title)
}

/** Of what has to be handed in: 已交 3/12，逾期 2. */
export function owedText({ owed, handed, late }: OwedMark): string {
  const part = t('timetable.owed.handed', { handed, owed })
  return late ? t('timetable.owed.late', { part, late }) : part
}

/** The dates of a row as they were given, never more exact. */
export function spanText(row: TimetableRow): string {
  const { starts, ends, actual_end } = row.dates
  if (row.kind === 'deliverable') return dateSpan(null, ends).replace('—', '') || t('timetable.noDate')
  if (row.kind === 'cadence')
    return [
      row.recurrence ? wordLabel('Recurrence', row.recurrence) : '',
      starts || ends ? dateSpan(starts, ends) : t('timetable.noDate'),
    ]
      .filter(Boolean)
      .join(' · ')
  if (row.kind === 'gate') return dateSpan(null, actual_end ?? ends).replace('—', '') || NONE
  if (!starts && !ends) return ['project', 'task'].includes(row.kind) ? t('timetable.noDate') : ''
  return dateSpan(starts, ends)
}

/** Planned dates in words; of what has a day alone that day. */
export function spanOfDates(starts: string | null, ends: string | null): string {
  return starts ? dateSpan(starts, ends) : dateSpan(null, ends).replace('—', '')
}

/** How far a gate is. */
export function gateState(row: TimetableRow): string {
  const [gate] = row.gates
  if (!gate?.dates.actual_end) return t('timetable.gate.planned')
  return t(gate.confirmed ? 'timetable.gate.confirmed' : 'timetable.gate.reported')
}

/** The light and why it is so. */
export function lightText(row: TimetableRow): string {
  if (!row.light) return ''
  return [t(`timetable.light.${row.light}`), row.reason ? said(row.reason) : ''].filter(Boolean).join(' · ')
}

/** Everything about a row, for its tooltip and for those who hear it. */
export function wholeText(row: TimetableRow, grouping: Grouping): string {
  const state = row.kind === 'gate' ? gateState(row) : row.owed ? owedText(row.owed) : ''
  return [nameOf(row, grouping), spanText(row), state, row.unit, lightText(row)].filter(Boolean).join('\n')
}

/** What stands above a row, as its key names it. */
function aboveOf(row: TimetableRow): Target | null {
  const kind = row.key.split('/').at(-2)?.split(':')[0]?.toLowerCase()
  return kind === 'plan' || kind === 'task' || kind === 'town' || kind === 'unit'
    ? { kind, id: row.above }
    : null
}

/** The thing a row is selected as; a gate as its project, a phase as its plan; null for what is none. */
export function targetOf(row: TimetableRow): Target | null {
  switch (row.kind) {
    case 'plan':
    case 'task':
    case 'project':
    case 'town':
    case 'unit':
      return { kind: row.kind, id: row.id }
    case 'gate':
      return { kind: 'project', id: row.above }
    case 'deliverable':
    case 'cadence':
      return aboveOf(row)
    case 'phase':
      return row.above ? { kind: 'plan', id: row.above } : null
    default:
      return null
  }
}
