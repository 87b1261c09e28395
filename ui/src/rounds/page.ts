/** 调度: rounds of reports, lists of a meeting and what is to be done, as a page of the window. */
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import RoundsWorkspace from './RoundsWorkspace.vue'

export default {
  id: 'rounds',
  label: () => t('rounds.title'),
  component: RoundsWorkspace,
} satisfies PageEntry
