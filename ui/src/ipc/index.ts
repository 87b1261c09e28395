/** The only door to the core: typed calls of the commands of the wire. */
import { convertFileSrc, invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import { getCurrentWebview } from '@tauri-apps/api/webview'
import type { Commands, WireError, Words } from './types.gen'

export * from './types.gen'

/** An error of the core: `code` is what the window branches on, `words` what the core adds, `detail` technical text. */
export class IpcError extends Error {
  readonly code: string
  readonly params: Record<string, string | number>
  readonly words: Words | null
  readonly detail: string

  constructor(error: Omit<WireError, 'words'> & { words?: Words | null }) {
    super(error.words?.zh || error.detail || error.code)
    this.name = 'IpcError'
    this.code = error.code
    this.params = error.params
    this.words = error.words ?? null
    this.detail = error.detail
  }
}

function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value
}

/** How often each command was called since the page began; tests count what a change asks. */
export const callCounts: Partial<Record<keyof Commands, number>> = {}
Object.assign(globalThis, { __calls: callCounts })

/** Calls a command of the core; throws an {@link IpcError}. */
export async function call<K extends keyof Commands>(
  name: K,
  args: Commands[K]['args'],
): Promise<Commands[K]['result']> {
  callCounts[name] = (callCounts[name] ?? 0) + 1
  try {
    return await invoke<Commands[K]['result']>('call', { name, args })
  } catch (error) {
    if (isWireError(error)) throw new IpcError(error)
    throw new IpcError({ code: 'wire.failed', params: { command: name }, detail: String(error) })
  }
}

/** URL template of a tile set served by the core: `base` is the embedded base map. */
export function tileUrl(set: 'base'): string {
  return `${convertFileSrc('', 'tiles')}${set}/{z}/{x}/{y}.mvt`
}

/** URL template of the tiles of the projects: `set` is 0 for all, `version` makes it another one after a change. */
export function projectTilesUrl(set: number, version: string): string {
  return `${convertFileSrc('', 'tiles')}projects/${set}/{z}/{x}/{y}.mvt?${version}`
}

/** URL template of the tiles of the control lines; `version` makes it another one after a change of them. */
export function controlTilesUrl(version: number): string {
  return `${convertFileSrc('', 'tiles')}controls/{z}/{x}/{y}.mvt?${version}`
}

/** URL template of the tiles of a layer the user added, in the grid of that layer. `attempt` makes it another address,
 * so that nothing kept of an earlier attempt answers. */
export function layerTileUrl(id: string, attempt: number): string {
  return `${convertFileSrc('', 'tiles')}layer/${encodeURIComponent(id)}/{z}/{x}/{y}?attempt=${attempt}`
}

/** URL of the picture of a layer that was pinned to the map. */
export function layerImageUrl(id: string, attempt: number): string {
  return `${convertFileSrc('', 'tiles')}image/${encodeURIComponent(id)}?attempt=${attempt}`
}

/** Sets the size of text and controls, per cent of the usual. */
export async function setZoom(percent: number): Promise<void> {
  await invoke('set_zoom', { percent }).catch(() => undefined)
}

/** Calls when the window is asked to close; it waits for {@link answerClosing}. */
export async function onClosing(ask: () => void): Promise<void> {
  await listen('window:closing', ask)
}

/** Answers that: it was heard, so that nobody closes over the page's head; the window may close; it stays. */
export async function answerClosing(answer: 'heard' | 'close' | 'stay'): Promise<void> {
  await invoke('answer_closing', { answer }).catch(() => undefined)
}

/** Paths that answer for the dialogs of the system, which a test cannot click; nothing else puts any in. */
const chosen: string[] = []
Object.assign(globalThis, { __chosen: chosen })

/** Lets the user choose a file with the system's dialog; null when there is none or it was cancelled. */
export async function chooseFile(options: {
  save: boolean
  title: string
  name?: string
  extension: string
}): Promise<string | null> {
  const answer = chosen.shift()
  if (answer !== undefined) return answer
  try {
    return await invoke<string | null>('choose_file', { options })
  } catch {
    return null
  }
}

/** Sets the title of the window. */
export async function setTitle(title: string): Promise<void> {
  await invoke('set_title', { title }).catch(() => undefined)
}

/** Files held over the window by the pointer, or let go. */
export type FileDrag = { type: 'over' | 'drop'; paths: string[] } | { type: 'leave' }

/** Tells of files dragged over the window and let go; returns what ends it. */
export async function onFileDrag(tell: (drag: FileDrag) => void): Promise<() => void> {
  try {
    return await getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'enter') tell({ type: 'over', paths: payload.paths })
      else if (payload.type === 'drop') tell({ type: 'drop', paths: payload.paths })
      else if (payload.type === 'leave') tell({ type: 'leave' })
    })
  } catch {
    return () => undefined
  }
}
