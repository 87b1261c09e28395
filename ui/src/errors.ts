/** What an error says to the user: by its code in the language of the window, else the full message of the core. */
import { i18n, t } from '@/i18n'
import { IpcError } from '@/ipc'

type Tree = { [key: string]: Tree | string }

/** The text of a code in the language of the window, with its places for values still open. */
export function textOf(code: string): string | null {
  const messages = i18n.global.getLocaleMessage(i18n.global.locale.value) as unknown as Record<string, Tree>
  let at: Tree | string | undefined = messages.errors
  for (const part of code.split('.')) at = typeof at === 'object' ? at[part] : undefined
  return typeof at === 'string' ? at : null
}

export function errorText(error: unknown): string {
  if (!(error instanceof IpcError)) return error instanceof Error ? error.message : String(error)
  const text = textOf(error.code)
  const wanted = [...(text ?? '').matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '')
  // A text that would lack a value says less than the core itself.
  const values: Record<string, unknown> = { detail: error.detail, ...error.params }
  if (text !== null && wanted.every((name) => values[name] !== undefined && values[name] !== ''))
    return t(`errors.${error.code}`, values)
  return error.detail || error.code
}
