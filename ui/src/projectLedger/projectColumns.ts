/** The columns of the ledger of projects. */
import { areaLine, int, length, listed, muNumber, percent, quantity, wordLabel } from '@/format'
import { t } from '@/i18n'
import type { ProjectRow } from '@/ipc'
import { type Column, dayCell, moneyCell } from '@/ledger/ledgerColumns'

/** Length of a line, in metres where its quantity is said in metres; area of a polygon; nothing for a pin. */
function extent(row: ProjectRow): string {
  const m = row.measures
  if (!m) return ''
  if (m.area_m2 > 0) return `${muNumber(m.area_m2)} ${t('frame.unit.mu')}`
  if (m.length_m <= 0) return ''
  return row.quantity_unit === '米' ? `${int(m.length_m)} ${t('frame.unit.metre')}` : length(m.length_m)
}

export const projectColumns: Column<ProjectRow>[] = [
  { key: 'name', width: 208, fixed: true, sortable: true, text: (r) => r.name },
  { key: 'kind', width: 76, english: 168, sortable: true, text: (r) => wordLabel('ProjectKind', r.kind) },
  { key: 'stage', width: 66, english: 108, sortable: true, text: (r) => wordLabel('ProjectStage', r.stage) },
  { key: 'town_name', width: 84, sortable: true, text: (r) => r.town_name ?? '' },
  {
    key: 'planned',
    width: 104,
    english: 132,
    right: true,
    sortable: true,
    text: (r) => moneyCell(r.planned),
  },
  {
    key: 'allocated',
    width: 96,
    english: 140,
    right: true,
    extra: true,
    sortable: true,
    text: (r) => moneyCell(r.allocated),
  },
  { key: 'spent', width: 92, english: 120, right: true, sortable: true, text: (r) => moneyCell(r.spent) },
  {
    key: 'percent',
    width: 56,
    right: true,
    sortable: true,
    text: (r) => (r.percent === null ? '' : percent(r.percent)),
  },
  { key: 'starts', width: 124, extra: true, sortable: true, text: (r) => dayCell(r.starts) },
  { key: 'ends', width: 124, sortable: true, text: (r) => dayCell(r.ends) },
  { key: 'lead_unit', width: 140, sortable: true, text: (r) => r.lead_unit ?? '' },
  {
    key: 'quantity',
    width: 92,
    right: true,
    sortable: true,
    text: (r) => (r.quantity === null ? '' : quantity(r.quantity, r.quantity_unit)),
  },
  {
    key: 'measures',
    width: 88,
    right: true,
    sortable: true,
    text: extent,
    title: (r) => (r.measures && r.measures.area_m2 > 0 ? areaLine(r.measures.area_m2) : ''),
  },
  { key: 'plan_title', width: 120, sortable: true, text: (r) => r.plan_title ?? '' },
  { key: 'tasks', width: 110, text: (r) => listed(r.tasks) },
  {
    key: 'precision',
    width: 66,
    english: 96,
    sortable: true,
    text: (r) => wordLabel('Precision', r.precision),
  },
]
