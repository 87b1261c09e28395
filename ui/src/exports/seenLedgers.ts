/** What the window shows of the ledgers: which columns in which order, and how they are sorted. */
import { type ColumnHead, isShown, type Ledger } from '@/ledger/ledgerColumns'
import { ledgerFind } from '@/ledger/ledgerFind'
import { ledgerLayout, ledgerSort } from '@/ledger/ledgerPrefs'
import { projectColumns } from '@/projectLedger/projectColumns'
import { today } from '@/stores/outputFolder'
import { taskColumns } from '@/taskLedger/taskColumns'
import { townColumns } from '@/townLedger/townColumns'
import { unitColumns } from '@/unitLedger/unitColumns'
import type { Seen } from './exportRequest'

const heads: Record<Ledger, readonly ColumnHead[]> = {
  projects: projectColumns,
  tasks: taskColumns,
  towns: townColumns,
  units: unitColumns,
}

export const seenLedgers: Seen = {
  columns: (ledger) => {
    const layout = ledgerLayout(ledger).value
    return heads[ledger].filter((column) => isShown(column, layout)).map((column) => column.key)
  },
  sort: (ledger) => ({ ...ledgerSort(ledger).value, find: ledgerFind(ledger).value }),
  get today() {
    return today.day()
  },
}
