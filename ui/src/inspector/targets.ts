/** Targets and what was reported against them. */
import type { Indicator, Observation } from '@/ipc'

/** The last report; of two on one date the later in the list. */
export function newest(seen: Observation[]): Observation | null {
  return seen.reduce<Observation | null>((best, o) => (best && best.on_date > o.on_date ? best : o), null)
}

/** Whether what was reported reaches the target; “about” (≈) is reached from five in a hundred below. */
export function met(
  i: Pick<Indicator, 'operator' | 'value'>,
  seen: Pick<Observation, 'value'> | null,
): boolean {
  if (!seen) return false
  if (i.operator === '≤') return seen.value <= i.value
  if (i.operator === '≥' || i.operator === '=') return seen.value >= i.value
  return seen.value >= i.value * 0.95
}
