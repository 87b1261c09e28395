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

/** Money typed in 万元, in 分; never below zero. */
export function readMoney(text: string, required: boolean): Reading<number | null> {
  if (!text.trim()) return required ? { problem: t('inspector.field.required') } : { value: null }
  const fen = parseWanYuan(text)
  const number = readNumber(text.replace(/万元?\s*$/, ''), { max: LARGEST_MONEY })
  if ('problem' in number && number.problem !== t('inspector.field.notANumber')) return number
  if (fen === null) return { problem: t('inspector.field.notMoney') }
  return fen < 0 ? { problem: t('inspector.field.tooSmall', { min: 0 }) } : { value: fen }
}

/** 分 as it is typed: 万元 without separators or idle zeros. */
export function typedMoney(fen: number | null): string {
  return fen === null ? '' : String(fen / 1_000_000)
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

const two = (n: number) => String(n).padStart(2, '0')

/** A date as exact as it is known, in the stored form: `2025`, `2025-H1`, `2025-06`, `2025-06-30`; null when it is none. */
export function parsePartialDate(text: string): string | null {
  const cleaned = plainText(text)
    .replace(/\s/g, '')
    .replace(/(?<=[年月日号])(底前|以前|之前|前)$/, '')
    .replace(/上半年|[hH]1/, '-H1')
    .replace(/下半年|[hH]2/, '-H2')
    .replace(/[年月/.]/g, '-')
    .replace(/[日号]$/, '')
    .replace(/-+/g, '-')
    .replace(/-$/, '')
  const half = /^(\d{4})-H([12])$/.exec(cleaned)
  const found =
    half ?? /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(cleaned) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(cleaned)
  const year = Number(found?.[1])
  if (!found || year < 1900 || year > 2200) return null
  if (half) return `${year}-H${half[2]}`
  if (found[2] === undefined) return String(year)
  const month = Number(found[2])
  if (month < 1 || month > 12) return null
  if (found[3] === undefined) return `${year}-${two(month)}`
  const day = Number(found[3])
  return day >= 1 && day <= daysIn(year, month) ? `${year}-${two(month)}-${two(day)}` : null
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
  const [year = '', part] = ends.split('-')
  const half = part === 'H1' ? `${year}-06-31` : `${year}-12-31`
  const last = part === undefined || part.startsWith('H') ? half : `${ends}-31`.slice(0, 10)
  const first = starts.replace('-H1', '-01').replace('-H2', '-07')
  return first > last
}

/** A date that may be known only to the month, the half year or the year. */
export function readDate(text: string, required: boolean, within: Within = {}): Reading<string | null> {
  if (!text.trim()) return required ? { problem: t('inspector.field.required') } : { value: null }
  const value = parsePartialDate(text)
  if (value === null) return { problem: t('inspector.field.notADate') }
  if (isReversed(within.start, value))
    return { problem: t('inspector.field.beforeStart', { date: date(within.start) }) }
  if (isReversed(value, within.end))
    return { problem: t('inspector.field.afterEnd', { date: date(within.end) }) }
  return { value }
}

/** A stored date as it is typed: 2025年上半年 rather than 2025-H1. */
export function typedDate(stored: string | null): string {
  if (!stored) return ''
  return stored.replace('-H1', '年上半年').replace('-H2', '年下半年')
}
