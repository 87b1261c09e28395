/** The coordinate systems of the user, and the one that the dialog begins with. */
import { shallowRef } from 'vue'
import { openOver } from '@/dialogs/dialogState'
import { call, type UserCrs } from '@/ipc'
import { prefs, setPrefs } from '@/stores/prefs'
import { loadCrsChoices } from './pointerCoordinates'

export const ownSystems = shallowRef<UserCrs[]>([])
/** What the dialog begins with. */
export const begun = shallowRef<UserCrs | null>(null)
/** What is done with the system that is used; null for the status line. */
export const taker = shallowRef<((system: UserCrs) => void) | null>(null)

/** Opens the dialog, with a system to be made when one is given; over another dialog, which may take the system. */
export function openSystems(
  first: UserCrs | null = null,
  take: ((system: UserCrs) => void) | null = null,
): void {
  begun.value = first
  taker.value = take
  openOver('systems')
}

export async function loadSystems(): Promise<void> {
  ownSystems.value = await call('user_crs', {})
}

async function again(): Promise<void> {
  await Promise.all([loadSystems(), loadCrsChoices()])
}

/** Keeps a system, and chooses it when asked to. */
export async function keepSystem(system: UserCrs, choose: boolean): Promise<UserCrs> {
  const kept = await call('put_user_crs', { system })
  await again()
  // The same id again: what shows coordinates has to ask anew.
  if (choose || prefs.value.crs === kept.id) setPrefs({ crs: kept.id })
  return kept
}

export async function removeSystem(id: string): Promise<void> {
  await call('remove_user_crs', { id })
  if (prefs.value.crs === id) setPrefs({ crs: 'EPSG:4490' })
  await again()
}
