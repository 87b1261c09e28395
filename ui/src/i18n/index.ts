/** Texts: Chinese first; the keys are typed from the Chinese texts, English stands beside them. */
import { createI18n } from 'vue-i18n'
import en from '@/i18n/en'
import zh from '@/i18n/zh-CN'

export type Texts = typeof zh

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en },
  missingWarn: true,
})

/** The paths of all texts, so that a key without its text does not compile, also where a part of it is a word of the core. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`
}[keyof T & string]

export type TextKey = Paths<Texts>

type Named = Record<string, unknown>

/** Which form of a text: that for the number `n`, which may be written with commas; the form for many without one. */
export function formOf(named: Named): number {
  const n =
    typeof named.n === 'number' ? named.n : Number(String(named.n ?? '').replaceAll(',', '') || Number.NaN)
  return Number.isFinite(n) ? n : MANY
}
const MANY = 2

/** The text of a key that is put together from what the core or a file says; `null` if there is none. */
export function textIfAny(key: string, named: Named = {}): string | null {
  return i18n.global.te(key) ? i18n.global.t(key, named, formOf(named)) : null
}

/** The text of a key in the language of the window, its places filled by name; where a language has a form for one and a
 * form for many, that for `n`. */
export function t(key: TextKey, named: Named = {}): string {
  return i18n.global.t(key, named, formOf(named))
}
