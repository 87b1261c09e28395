/** What is typed into a field, read into the value that is stored. Each says in the user's words what is wrong. */
import { date, parseWanYuan, plain } from '@/format'
import { t } from '@/i18n'
import type { Reading } from './editing'

/** Full-width digits and signs as the plain ones; ends trimmed. */
function plainText(text: string): string {
  return text.normalize('NFKC').trim()
}

/** Text; an empty one is nothing, or a mistake when the field must hold something. */
export function readText(text: string, required: boolean): Reading<string | null> {
  const trimmed = text.trim()
  if (trimmed) return { value: trimmed }
  return required ? { problem: t('inspector.field.required') } : { value: null }
}

export interface Bounds {
  min?: number
  max?: number
  whole?: boolean
  required?: boolean
}

/** No number of a plan is larger: a longer one is a slip of the hand. */
const LARGEST = 1e12

/** A number: `1,234.5`, full-width digits too. */
export function readNumber(text: string, bounds: Bounds = {}): Reading<number | null> {
  const cleaned = plainText(text).replace(/[,\s%]/g, '')
  if (!cleaned) return bounds.required ? { problem: t('inspector.field.required') } : { value: null }
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(cleaned)) return { problem: t('inspector.field.notANumber') }
  const value = Number(cleaned)
  if (bounds.whole && !Number.isInteger(value)) return { problem: t('inspector.field.notWhole') }
  if (bounds.min !== undefined && value < bounds.min)
    return { problem: t('inspector.field.tooSmall', { min: bounds.min }) }
  const max = bounds.max ?? LARGEST
  if (value > max || value < -LARGEST) return { problem: t('inspector.field.tooLarge', { max: plain(max) }) }
  return { value }
}

/** The most 万元 of one amount: ten trillion yuan. */
const LARGEST_MONEY = 1e9

/** Money typed in 万元, in 分; never below zero. No amount of money is 0 but what was paid so far (`zero`): where nothing is
 * known yet, nothing is typed. */
export function readMoney(text: string, required: boolean, zero = false): Reading<number | null> {
  if (!text.trim()) return required ? { problem: t('inspector.field.required') } : { value: null }
  const fen = parseWanYuan(text)
  const number = readNumber(text.replace(/万元?\s*$/, ''), { max: LARGEST_MONEY })
  if ('problem' in number && number.problem !== t('inspector.field.notANumber')) return number
  if (fen !== null && fen > LARGEST_MONEY * 1_000_000)
    return { problem: t('inspector.field.tooLarge', { max: plain(LARGEST_MONEY) }) }
  if (fen === null) return { problem: t('inspector.field.notMoney') }
  if (fen < 0) return { problem: t('inspector.field.tooSmall', { min: 0 }) }
  return fen === 0 && !zero ? { problem: t('inspector.field.noMoney') } : { value: fen }
}

/** 分 as it is typed: 万元 without separators or idle zeros. */
export function typedMoney(fen: number | null): string {
  return fen === null ? '' : String(fen / 1_000_000)
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

const two = (n: number) => String(n).padStart(2, '0')

const CHINESE_DIGITS = '零一二三四五六七八九'

/** 二〇二五 as 2025, 十二 as 12, 三十 as 30; null when it is no number. */
function chineseNumber(run: string): string | null {
  const digits = [...run.replace(/[〇○]/g, '零')]
  const at = digits.indexOf('十')
  if (at < 0) return digits.map((c) => CHINESE_DIGITS.indexOf(c)).join('')
  const one = (part: string[], none: number): number =>
    part.length === 0 ? none : part.length === 1 ? CHINESE_DIGITS.indexOf(part[0] ?? '') : -1
  const [tens, ones] = [one(digits.slice(0, at), 1), one(digits.slice(at + 1), 0)]
  return tens < 0 || ones < 0 ? null : String(tens * 10 + ones)
}

/** What was typed as a date, in words that {@link inCalendar} knows: 二〇二五年底 as 2025-12. The core reads dates of files by
 * the same rules (`model/date_as_written.rs`); `tests/dates_as_written.json` holds both together. */
function dateWords(text: string): string {
  return plainText(text)
    .replace(/^(\S+?)(?:T|\s+)\d\d:\S*$/, '$1')
    .replace(/\s/g, '')
    .replace(/(?<=[年月日号度底末初中旬])(以前|之前|前|内|止)$/, '')
    .replace(/月([底末初中]|[上中下]旬)$/, '月')
    .replace(/年[底末终]$/, '年-12')
    .replace(/年中$/, '年-06')
    .replace(/年初$/, '年-01')
    .replace(/[年-]?第?([一二三四1-4])季度?$/, (_, n: string) => `-Q${'一二三四'.indexOf(n) + 1 || n}`)
    .replace(/[〇○零一二三四五六七八九十]+/g, (run) => chineseNumber(run) ?? run)
    .replace(/上半年|(?<=\d-?)[hH]1/, '-H1')
    .replace(/下半年|(?<=\d-?)[hH]2/, '-H2')
    .replace(/(?<=\d-?)[qQ](?=[1-4]$)/, '-Q')
    .replace(/[年月/.]/g, '-')
    .replace(/[日号]/g, '')
    .replace(/-+/g, '-')
    .replace(/-$/, '')
}

/** Year, month and day of what looks like a day, whether the calendar has it or not. */
function dayOf(words: string): [number, number, number] | null {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(words)
  return found && [Number(found[1]), Number(found[2]), Number(found[3])]
}

/** A date as exact as it is known, in the stored form: `2025`, `2025-H1`, `2025-Q2`, `2025-06`, `2025-06-30`; null when it is
 * none, or one that the calendar does not have. */
export function parsePartialDate(text: string): string | null {
  const words = dateWords(text)
  const year = Number(/^\d{4}/.exec(words)?.[0])
  if (!(year >= 1900 && year <= 2200)) return null
  if (/^\d{4}(-H[12]|-Q[1-4])?$/.test(words)) return words
  const month = /^\d{4}-(\d{1,2})$/.exec(words)
  if (month)
    return Number(month[1]) >= 1 && Number(month[1]) <= 12 ? `${year}-${two(Number(month[1]))}` : null
  const [, m = 0, d = 0] = dayOf(words) ?? []
  if (m < 1 || m > 12 || d < 1 || d > daysIn(year, m)) return null
  return `${year}-${two(m)}-${two(d)}`
}

/** What a date must keep to: the other end of the span it belongs to. */
export interface Within {
  /** The start that it must not be before. */
  start?: string | null
  /** The end that it must not be after. */
  end?: string | null
}

/** The date of something that was seen: it must be there, and not be to come. */
export function readPast(text: string, today: string): Reading<string> {
  const reading = readDate(text, true)
  if ('problem' in reading) return reading
  const value = reading.value ?? today
  return isReversed(value, today) ? { problem: t('inspector.field.future') } : { value }
}

/** Whether a span certainly ends before it starts, as far as both are known: June 2025 to 2025 does not. */
export function isReversed(starts: string | null | undefined, ends: string | null | undefined): boolean {
  if (!starts || !ends) return false
  const [year = '', part = 'H2'] = ends.split('-')
  const lastMonth = { H1: '06', H2: '12', Q1: '03', Q2: '06', Q3: '09', Q4: '12' }[part]
  const last = lastMonth ? `${year}-${lastMonth}-31` : `${ends}-31`.slice(0, 10)
  const first = starts
    .replace(/-H([12])/, (_, h: string) => (h === '1' ? '-01' : '-07'))
    .replace(/-Q([1-4])/, (_, q: string) => `-${two(Number(q) * 3 - 2)}`)
  return first > last
}

/** A date that may be known only to the month, the half year or the year. */
export function readDate(text: string, required: boolean, within: Within = {}): Reading<string | null> {
  if (!text.trim()) return required ? { problem: t('inspector.field.required') } : { value: null }
  const value = parsePartialDate(text)
  if (value === null) {
    const [year, month = 0, day] = dayOf(dateWords(text)) ?? []
    const known = year !== undefined && month >= 1 && month <= 12
    return {
      problem: known ? t('inspector.field.noSuchDay', { year, month, day }) : t('inspector.field.notADate'),
    }
  }
  if (isReversed(within.start, value))
    return { problem: t('inspector.field.beforeStart', { date: date(within.start) }) }
  if (isReversed(value, within.end))
    return { problem: t('inspector.field.afterEnd', { date: date(within.end) }) }
  return { value }
}

/** A stored date as it is typed: 2025年上半年 rather than 2025-H1. */
export function typedDate(stored: string | null): string {
  if (!stored) return ''
  return stored
    .replace('-H1', '年上半年')
    .replace('-H2', '年下半年')
    .replace(/-Q([1-4])/, (_, q: string) => `年第${'一二三四'[Number(q) - 1]}季度`)
}
