/** What deserves a second look, as a page of the dock. */
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import CheckPage from './CheckPage.vue'
import { findings } from './checkStore'

export default {
  id: 'check',
  label: () => t('checks.tab'),
  component: CheckPage,
  badge: () => findings.value,
} satisfies PageEntry
