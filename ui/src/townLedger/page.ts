/** The ledger of towns, as a page of the dock. */
import { h } from 'vue'
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import LedgerTools from '@/ledger/LedgerTools.vue'
import TownLedger from './TownLedger.vue'
import { townColumns } from './townColumns'

export default {
  id: 'towns',
  label: () => t('dock.tab.towns'),
  component: TownLedger,
  tools: () => h(LedgerTools, { ledger: 'towns', columns: townColumns }),
} satisfies PageEntry
