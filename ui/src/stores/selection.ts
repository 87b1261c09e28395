/** What is selected and what the pointer is over, shared by tree, map, table and inspector. */
import { ref, shallowRef } from 'vue'
import type { NodeKind } from '@/ipc'

/** A thing of the atlas. */
export interface Target {
  kind: NodeKind
  id: string
}

/** Where the map should go: a thing of the atlas, a point, or a box (west, south, east, north). */
export type Flight =
  | { to: 'target'; target: Target }
  | { to: 'point'; at: [number, number]; zoom?: number }
  | { to: 'bounds'; bounds: [number, number, number, number] }

export const selected = shallowRef<Target | null>(null)
export const hovered = shallowRef<Target | null>(null)
/** The last flight asked for; the map watches it. */
export const flight = shallowRef<Flight | null>(null)
/** Ids of several selected projects (with Ctrl or Shift in the ledger); empty for a single selection. */
export const multi = ref<string[]>([])

export function sameTarget(a: Target | null, b: Target | null): boolean {
  return a?.kind === b?.kind && a?.id === b?.id
}

/** Selects a thing; `fly` moves the map to it (lists do, the map does not). */
export function select(target: Target | null, options: { fly?: boolean } = {}): void {
  multi.value = []
  if (!sameTarget(selected.value, target)) selected.value = target
  if (options.fly && target) flight.value = { to: 'target', target }
}

export function hover(target: Target | null): void {
  if (!sameTarget(hovered.value, target)) hovered.value = target
}

export function flyTo(to: Flight): void {
  flight.value = { ...to }
}
