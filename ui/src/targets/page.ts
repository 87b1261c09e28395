/** 指标: targets with where they stand, as a page of the window. */
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import TargetsWorkspace from './TargetsWorkspace.vue'

export default {
  id: 'targets',
  label: () => t('targets.title'),
  component: TargetsWorkspace,
} satisfies PageEntry
