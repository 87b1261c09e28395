/** The columns of the ledger of towns. */
import { int, wordLabel } from '@/format'
import type { TownRow } from '@/ipc'
import { type Column, moneyCell } from '@/ledger/ledgerColumns'

export const townColumns: Column<TownRow>[] = [
  { key: 'name', width: 200, fixed: true, sortable: true, text: (r) => r.name },
  { key: 'county', width: 110, sortable: true, text: (r) => r.county },
  {
    key: 'category',
    width: 110,
    sortable: true,
    text: (r) => (r.category ? wordLabel('Category', r.category) : ''),
  },
  { key: 'level', width: 72, sortable: true, text: (r) => (r.level ? wordLabel('PilotLevel', r.level) : '') },
  { key: 'precision', width: 80, text: (r) => wordLabel('Precision', r.precision) },
  { key: 'projects', width: 72, right: true, sortable: true, text: (r) => int(r.projects) },
  { key: 'unmapped', width: 72, right: true, sortable: true, text: (r) => int(r.unmapped) },
  { key: 'planned', width: 116, right: true, sortable: true, text: (r) => moneyCell(r.planned) },
  { key: 'spent', width: 116, right: true, sortable: true, text: (r) => moneyCell(r.spent) },
]
