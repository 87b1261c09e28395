/** Money of what the filter lets through by stage, source and year, as a page of the dock. */
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import MoneyPage from './MoneyPage.vue'

export default {
  id: 'money',
  label: () => t('dock.tab.money'),
  component: MoneyPage,
} satisfies PageEntry
