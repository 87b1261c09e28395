/** The ledger of tasks, as a page of the dock. */
import { h } from 'vue'
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import LedgerTools from '@/ledger/LedgerTools.vue'
import TaskLedger from './TaskLedger.vue'
import { taskColumns } from './taskColumns'

export default {
  id: 'tasks',
  label: () => t('dock.tab.tasks'),
  component: TaskLedger,
  tools: () => h(LedgerTools, { ledger: 'tasks', columns: taskColumns }),
} satisfies PageEntry
