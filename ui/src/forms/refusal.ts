/** What is said at a field when a change is refused. */
import { errorText } from '@/errors'

/** A refusal made by the window itself, already in the user's words. */
export class Refusal extends Error {}

/** Why something was refused, in the user's words. */
export function explain(error: unknown): string {
  return error instanceof Refusal ? error.message : errorText(error)
}
