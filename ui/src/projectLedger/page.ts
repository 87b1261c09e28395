/** The ledger of projects, as a page of the dock. */
import { h } from 'vue'
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import LedgerTools from '@/ledger/LedgerTools.vue'
import ProjectLedger from './ProjectLedger.vue'
import { projectColumns } from './projectColumns'

export default {
  id: 'projects',
  label: () => t('dock.tab.projects'),
  component: ProjectLedger,
  tools: () => h(LedgerTools, { ledger: 'projects', columns: projectColumns }),
} satisfies PageEntry
