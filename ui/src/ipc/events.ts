/** The one source of events: what the core tells the page without being asked, and what a change made here touched.
 *
 * The core sends `atlas:changed` to the windows that did not make the change themselves; a change of this window is told with
 * {@link tell} once it is acknowledged, so that both reach the page on one way. */
import { listen } from '@tauri-apps/api/event'
import { type CoreEvents, coreEvents } from './types.gen'

type Listener<K extends keyof CoreEvents> = (event: CoreEvents[K]) => void

const listeners: { [K in keyof CoreEvents]: Set<Listener<K>> } = {
  'atlas:changed': new Set(),
  'job:progress': new Set(),
  'job:ended': new Set(),
  'layer:state': new Set(),
}

/** Calls the listener at each event of that name; returns what ends it. */
export function on<K extends keyof CoreEvents>(name: K, listener: Listener<K>): () => void {
  listeners[name].add(listener)
  return () => listeners[name].delete(listener)
}

export function tell<K extends keyof CoreEvents>(name: K, event: CoreEvents[K]): void {
  for (const listener of [...listeners[name]]) listener(event)
}

/** Lets the events of the core in. */
export async function connectEvents(): Promise<void> {
  await Promise.all(
    coreEvents.map((name) => listen<CoreEvents[typeof name]>(name, ({ payload }) => tell(name, payload))),
  )
}
