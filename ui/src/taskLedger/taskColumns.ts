/** The columns of the ledger of tasks. */
import { listed, wordLabel } from '@/format'
import type { TaskRow } from '@/ipc'
import { type Column, countCell, dayCell } from '@/ledger/ledgerColumns'

export const taskColumns: Column<TaskRow>[] = [
  { key: 'number', width: 92, text: (r) => r.number },
  { key: 'title', width: 280, fixed: true, sortable: true, text: (r) => r.title },
  { key: 'plan_title', width: 130, sortable: true, text: (r) => r.plan_title },
  { key: 'kind', width: 60, extra: true, sortable: true, text: (r) => wordLabel('TaskKind', r.kind) },
  {
    key: 'responsible',
    width: 240,
    sortable: true,
    text: (r) => listed(r.responsible),
    title: (r) => listed(r.responsible),
  },
  { key: 'phase', width: 90, extra: true, sortable: true, text: (r) => r.phase ?? '' },
  { key: 'due', width: 108, sortable: true, text: (r) => dayCell(r.due) },
  { key: 'status', width: 72, english: 96, sortable: true, text: (r) => wordLabel('TaskStatus', r.status) },
  { key: 'units', width: 60, right: true, sortable: true, text: (r) => countCell(r.units) },
  { key: 'indicators', width: 60, right: true, sortable: true, text: (r) => countCell(r.indicators) },
  { key: 'projects', width: 60, right: true, sortable: true, text: (r) => countCell(r.projects) },
]
