/** What is said at a field when the core refuses a change. */
import { i18n } from '@/i18n'
import { IpcError } from '@/ipc'

/** A refusal made by the window itself, already in the user's words. */
export class Refusal extends Error {}

/** An error in the user's words: by its code where there are words for it, else as the core says it. */
export function explain(error: unknown): string {
  if (error instanceof IpcError) {
    const key = `errors.${error.code}`
    return i18n.global.te(key) ? i18n.global.t(key, error.params) : error.detail || error.code
  }
  return error instanceof Error ? error.message : String(error)
}
