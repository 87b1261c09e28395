/** What an error says to the user: by its code in the language of the window, else the full message of the core. */
import { i18n, t } from '@/i18n'
import { IpcError } from '@/ipc'

export function errorText(error: unknown): string {
  if (!(error instanceof IpcError)) return error instanceof Error ? error.message : String(error)
  const key = `errors.${error.code}`
  if (i18n.global.te(key, i18n.global.locale.value)) return t(key, error.params)
  return error.detail || error.code
}
