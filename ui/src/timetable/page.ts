/** 时间表: tasks and projects over time, as a page of the window. */
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import TimetablePage from './TimetablePage.vue'

export default {
  id: 'timetable',
  label: () => t('timetable.title'),
  component: TimetablePage,
} satisfies PageEntry
