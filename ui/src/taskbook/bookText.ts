/** What a task book says in words: targets, days, roles. */
import { said } from '@/errors'
import { date, plain, unitName } from '@/format'
import { typedDate } from '@/forms/parseInput'
import { t } from '@/i18n'
import type { BookTask, IndicatorBrief, LightState, TaskBook, Words } from '@/ipc'

/** A due date as it is written in a table: 2027-06, 2026年 as 2026. */
export function dueText(due: string | null): string {
  return due ? typedDate(due) : '—'
}

/** `新改建 ≥ 80 公里`. */
export function targetText({ indicator: i }: IndicatorBrief): string {
  const upper = i.upper === null ? '' : `—${plain(i.upper)}`
  const unit = i.unit === '%' ? '%' : ` ${unitName(i.unit)}`
  return `${i.name} ${t(`inspector.operator.${i.operator}`)} ${plain(i.value)}${upper}${unit}`.trim()
}

/** What was reported last, and that nothing was. */
export function standsAt(target: IndicatorBrief): string {
  const { now, indicator } = target
  if (!now) return t('taskbook.unreported')
  const unit = indicator.unit === '%' ? '%' : ` ${unitName(indicator.unit)}`
  return `${plain(now.value)}${unit}`.trim()
}

/** When it was reported, and whether that is enough. */
export function standsTip(target: IndicatorBrief): string {
  const { now, met, indicator } = target
  const due = indicator.deadline ? t('taskbook.dueBy', { date: date(indicator.deadline) }) : ''
  if (!now) return due
  const seen = t('taskbook.reportedOn', { date: date(now.on) })
  return [seen, t(met ? 'taskbook.met' : 'taskbook.notMet'), due].filter(Boolean).join(' · ')
}

/** The light in words, and why it is so. */
export function lightText(light: LightState, reason: Words): string {
  return [t(`timetable.light.${light}`), said(reason)].filter(Boolean).join(' · ')
}

/** 还有 15 天, 逾期 3 天. */
export function daysText(days: number | null): string {
  if (days === null) return t('taskbook.noDue')
  if (days === 0) return t('taskbook.dueToday')
  return days > 0 ? t('taskbook.daysLeft', { n: days }) : t('taskbook.daysLate', { n: -days })
}

/** Where the book's owner lies and which plans speak to it. */
export function underTitle(book: TaskBook): string {
  const where = book.path.slice(-2).join(' ')
  const plans = book.owner === 'plan' ? '' : book.plans.slice(0, 3).join(t('frame.filter.join'))
  const more =
    book.plans.length > 3 && book.owner !== 'plan' ? t('taskbook.morePlans', { n: book.plans.length }) : ''
  const parts = book.counts.subtasks ? t('taskbook.withSubtasks', { n: book.counts.subtasks }) : ''
  return [where, plans + more, t('timetable.asOfSaid', { date: date(book.as_of) }), parts]
    .filter(Boolean)
    .join(' · ')
}

/** The roles of a book with their tasks, those without tasks left out. */
export function roles(
  book: TaskBook,
): { role: 'lead' | 'responsible' | 'participating' | 'all'; tasks: BookTask[] }[] {
  if (book.owner === 'plan') return [{ role: 'all', tasks: book.responsible }]
  const all = [
    { role: 'lead' as const, tasks: book.lead },
    { role: 'responsible' as const, tasks: book.responsible },
    { role: 'participating' as const, tasks: book.participating },
  ]
  return all.filter(({ tasks }) => tasks.length > 0)
}
