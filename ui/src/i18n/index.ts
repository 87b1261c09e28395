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

export const t = i18n.global.t
