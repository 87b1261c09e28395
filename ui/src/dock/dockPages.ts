/** The pages of the dock, in the order of their tabs, and which of them shows. */
import checksPage from '@/checks/page'
import type { PageEntry } from '@/frame/pageEntry'
import moneyTable from '@/moneyTable/page'
import projectLedger from '@/projectLedger/page'
import taskLedger from '@/taskLedger/page'
import townLedger from '@/townLedger/page'
import unitLedger from '@/unitLedger/page'

export const dockPages: readonly [PageEntry, ...PageEntry[]] = [
  projectLedger,
  taskLedger,
  townLedger,
  unitLedger,
  moneyTable,
  checksPage,
]
