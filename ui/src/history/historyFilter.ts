/** Which steps of the history are looked for: whose, when, about what. */

import type { JournalStep } from '@/ipc'
import { pinyinInitials } from '@/keys/pinyin'

export interface HistoryFilter {
  /** The name of who did it; empty for steps without a name, null for all. */
  who: string | null
  /** A day, month, quarter, half or year as it is stored; null for any time. */
  period: string | null
  /** Words of the step or of a thing it changed, or their pinyin initials. */
  text: string
}

export const noHistoryFilter: HistoryFilter = { who: null, period: null, text: '' }

const two = (n: number) => String(n).padStart(2, '0')

/** The day of a moment on the clock of the user: 2026-11-30. */
export function dayOf(rfc3339: string): string {
  const at = new Date(rfc3339)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** Whether a day lies in a period known in part. */
export function isWithin(day: string, period: string): boolean {
  const part = /^(\d{4})-([HQ])(\d)$/.exec(period)
  if (!part) return day === period || day.startsWith(`${period}-`)
  const [, year, unit, which] = part
  const months = unit === 'H' ? 6 : 3
  const month = Number(day.slice(5, 7))
  return day.startsWith(`${year}-`) && Math.ceil(month / months) === Number(which)
}

/** Everyone who did one of these steps, by name; empty for those without one. */
export function people(steps: readonly JournalStep[]): string[] {
  return [...new Set(steps.map((step) => step.who))].sort((a, b) => a.localeCompare(b, 'zh-Hans-CN'))
}

function speaksOf(step: JournalStep, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return true
  const said = [step.name, step.note ?? '', ...step.things.map((thing) => thing.name)]
  const isLetters = /^[a-z]+$/.test(wanted)
  return said.some(
    (words) => words.toLowerCase().includes(wanted) || (isLetters && pinyinInitials(words).includes(wanted)),
  )
}

export function filtered(steps: readonly JournalStep[], by: HistoryFilter): JournalStep[] {
  return steps.filter(
    (step) =>
      (by.who === null || step.who === by.who) &&
      (by.period === null || isWithin(dayOf(step.at), by.period)) &&
      speaksOf(step, by.text),
  )
}
