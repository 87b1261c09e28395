/** The columns of the ledger of units. */
import { listed } from '@/format'
import type { UnitRow } from '@/ipc'
import { type Column, countCell } from '@/ledger/ledgerColumns'

export const unitColumns: Column<UnitRow>[] = [
  { key: 'name', width: 240, fixed: true, sortable: true, text: (r) => r.name },
  { key: 'region_name', width: 110, sortable: true, text: (r) => r.region_name },
  { key: 'lead', width: 76, right: true, sortable: true, text: (r) => countCell(r.lead) },
  {
    key: 'in_charge',
    width: 76,
    english: 108,
    right: true,
    sortable: true,
    text: (r) => countCell(r.in_charge),
  },
  { key: 'joined', width: 92, right: true, sortable: true, text: (r) => countCell(r.joined) },
  {
    key: 'by_group',
    width: 80,
    english: 100,
    right: true,
    sortable: true,
    text: (r) => countCell(r.by_group),
  },
  { key: 'overdue', width: 72, right: true, sortable: true, text: (r) => countCell(r.overdue) },
  {
    key: 'lead_projects',
    width: 84,
    english: 112,
    right: true,
    sortable: true,
    text: (r) => countCell(r.lead_projects),
  },
  { key: 'aliases', width: 200, text: (r) => listed(r.aliases) },
]
