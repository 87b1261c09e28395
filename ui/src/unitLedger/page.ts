/** The ledger of units, as a page of the dock. */
import { h } from 'vue'
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import LedgerTools from '@/ledger/LedgerTools.vue'
import UnitLedger from './UnitLedger.vue'
import { unitColumns } from './unitColumns'

export default {
  id: 'units',
  label: () => t('dock.tab.units'),
  component: UnitLedger,
  tools: () => h(LedgerTools, { ledger: 'units', columns: unitColumns }),
} satisfies PageEntry
