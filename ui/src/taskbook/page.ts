/** 任务书: what a unit, a town or a plan has to do, as a page of the window. */
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import TaskbookPage from './TaskbookPage.vue'

export default {
  id: 'taskbook',
  label: () => t('taskbook.title'),
  component: TaskbookPage,
} satisfies PageEntry
