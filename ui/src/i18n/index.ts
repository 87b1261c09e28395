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

/** The text of a key that is put together from what the core or a file says; `null` if there is none. */
export function textIfAny(key: string, named: Named = {}): string | null {
  return i18n.global.te(key) ? i18n.global.t(key, named) : null
}

/** The text of a key in the language of the window, its places filled by name; with a number, the form for it. */
export const t = i18n.global.t as {
  (key: TextKey): string
  (key: TextKey, named: Named): string
  (key: TextKey, plural: number, named?: Named): string
  (key: TextKey, named: Named, plural: number): string
}
