/** What an error says to the user, in the language of the window: by its code, else what the core says of it. */
import { i18n, t, textIfAny } from '@/i18n'
import { IpcError, type Words } from '@/ipc'

type Tree = { [key: string]: Tree | string }

/** The text of a code in the language of the window, with its places for values still open. */
export function textOf(code: string): string | null {
  const messages = i18n.global.getLocaleMessage(i18n.global.locale.value) as unknown as Record<string, Tree>
  let at: Tree | string | undefined = messages.errors
  for (const part of code.split('.')) at = typeof at === 'object' ? at[part] : undefined
  return typeof at === 'string' ? at : null
}

/** What the rows of a table are called. */
function tableName(table: string): string {
  return textIfAny(`dialogs.history.tables.${table}`) ?? table
}

/** What the core says, in the language of the window. */
export function said(words: Words): string {
  return i18n.global.locale.value === 'zh-CN' ? words.zh : words.en
}

export function errorText(error: unknown): string {
  if (!(error instanceof IpcError)) return error instanceof Error ? error.message : String(error)
  const text = textOf(error.code)
  const wanted = [...(text ?? '').matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '')
  const words = error.words ? said(error.words) : ''
  const values: Record<string, unknown> = { words, detail: error.detail, ...error.params }
  if (error.code === 'change.in_use') values.by = tableName(String(values.by))
  // A text that would lack a value says less than the core itself.
  if (text !== null && wanted.every((name) => values[name] !== undefined && values[name] !== ''))
    return textIfAny(`errors.${error.code}`, values) ?? words
  return words || t('errors.other', { code: error.code, detail: error.detail })
}
