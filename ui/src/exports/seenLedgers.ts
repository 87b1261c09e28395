/** What the window shows of the ledgers: which columns in which order, and how they are sorted. */
import { type ColumnHead, isShown, type Ledger } from '@/ledger/ledgerColumns'
import { ledgerLayout, ledgerSort } from '@/ledger/ledgerPrefs'
import { projectColumns } from '@/projectLedger/projectColumns'
import { today } from '@/stores/outputFolder'
import { taskColumns } from '@/taskLedger/taskColumns'
import { townColumns } from '@/townLedger/townColumns'
import type { Seen } from './exportRequest'

const heads: Record<Ledger, readonly ColumnHead[]> = {
  projects: projectColumns,
  tasks: taskColumns,
  towns: townColumns,
}

export const seenLedgers: Seen = {
  columns: (ledger) => {
    const layout = ledgerLayout(ledger).value
    return heads[ledger].filter((column) => isShown(column, layout)).map((column) => column.key)
  },
  sort: (ledger) => ledgerSort(ledger).value,
  get today() {
    return today.day()
  },
}
