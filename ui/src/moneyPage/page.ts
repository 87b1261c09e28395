/** 资金: the table of any two sides of the money, as a page of the window. */
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import MoneyWorkspace from './MoneyWorkspace.vue'

export default {
  id: 'money',
  label: () => t('moneyPage.title'),
  component: MoneyWorkspace,
} satisfies PageEntry
