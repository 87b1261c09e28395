/** A form for a new row: its fields and how what was typed in them is read. */
import { labelled } from '@/format'
import { type Bounds, readDate, readMoney, readNumber, readPast, readText } from './parseInput'

export interface FormField {
  key: string
  label: string
  /** `long` is text over several lines, of which Enter makes the next one if `lines` is set; `past` is a date that must not
   * be after `today`. */
  kind: 'text' | 'long' | 'date' | 'past' | 'number' | 'money' | 'choice'
  lines?: boolean
  /** A number that is no amount and stands at the left: a year. */
  bare?: boolean
  today?: string
  required?: boolean
  /** Whether typing begins here, else in the first that is empty. */
  first?: boolean
  initial?: string
  placeholder?: string
  /** What a number must keep to. */
  bounds?: Omit<Bounds, 'required'>
  options?: { value: string; label: string; hint?: string | null }[]
}

/** What a filled form holds: text, dates and choices as strings, numbers and 分 as numbers, null where nothing was typed. */
export class Filled {
  constructor(private readonly values: ReadonlyMap<string, string | number | null>) {}

  /** Text, a date or a choice; null when it was left open. */
  maybe(key: string): string | null {
    const value = this.values.get(key)
    return typeof value === 'string' ? value : null
  }
  text(key: string): string {
    return this.maybe(key) ?? ''
  }
  /** A choice from a list of words; the list of the field holds nothing else. */
  word<W extends string>(key: string): W {
    return this.text(key) as W
  }
  wordOrNull<W extends string>(key: string): W | null {
    return this.maybe(key) as W | null
  }
  number(key: string): number | null {
    const value = this.values.get(key)
    return typeof value === 'number' ? value : null
  }
}

export type FormReading = { filled: Filled } | { problem: string; at: string }

/** Reads a form; the first field that is wrong is named with its problem. */
export function readForm(
  fields: readonly FormField[],
  typed: Readonly<Record<string, string | null>>,
): FormReading {
  const values = new Map<string, string | number | null>()
  for (const field of fields) {
    const text = typed[field.key] ?? ''
    const required = field.required ?? false
    const reading =
      field.kind === 'date'
        ? readDate(text, required)
        : field.kind === 'past' && field.today
          ? readPast(text, field.today)
          : field.kind === 'number'
            ? readNumber(text, { ...field.bounds, required })
            : field.kind === 'money'
              ? readMoney(text, required)
              : readText(text, required)
    if ('problem' in reading) return { problem: labelled(field.label, reading.problem), at: field.key }
    values.set(field.key, reading.value)
  }
  return { filled: new Filled(values) }
}
