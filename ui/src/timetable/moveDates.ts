/** Moving dates: what a move forces is asked first and shown; then it is one step. */
import { shallowRef } from 'vue'
import { explain } from '@/forms/refusal'
import { t } from '@/i18n'
import { call, type DateMove, type ForcedItem } from '@/ipc'
import { saving, writable } from '@/stores/atlas'
import { fail, notify } from '@/stores/notice'

export interface Proposal {
  name: string
  moves: DateMove[]
  forced: ForcedItem[]
}

/** A move that would push others, to be accepted or not; null when none waits. */
export const proposal = shallowRef<Proposal | null>(null)
/** The move that is on its way: drawn until the rows come anew. */
export const underway = shallowRef<DateMove[]>([])

/** Moves things, as one step of that name; asks first if others have to go later. */
export async function propose(what: string, moves: DateMove[]): Promise<void> {
  if (!writable.value) {
    notify('info', t('timetable.move.readOnly'))
    return
  }
  const name = t('timetable.move.step', { what })
  underway.value = moves
  try {
    const forced = await call('forced_moves', { moves })
    if (forced.length > 0) proposal.value = { name, moves, forced }
    else await carryOut({ name, moves, forced }, false)
  } catch (error) {
    underway.value = []
    fail(error)
  }
}

/** Does what was proposed, with what it forces or without; says why it cannot be done. */
export async function carryOut(of: Proposal, withForced: boolean): Promise<string> {
  const name = withForced ? t('timetable.move.stepForced', { name: of.name, n: of.forced.length }) : of.name
  try {
    await saving(() => call('move_dates', { name, moves: of.moves, forced: withForced }))
    proposal.value = null
    return ''
  } catch (error) {
    if (!proposal.value) fail(error)
    return explain(error)
  } finally {
    if (!proposal.value) underway.value = []
  }
}

/** Gives the move up. */
export function giveUp(): void {
  proposal.value = null
  underway.value = []
}
