/** The open atlas: its summary, the one way to change it, undo and redo. */
import { computed, ref, shallowRef } from 'vue'
import {
  type Applied,
  type AppState,
  type AtlasSummary,
  call,
  type EditRequest,
  type FileImport,
  type FileImported,
  IpcError,
  type Start,
} from '@/ipc'
import { on, tell } from '@/ipc/events'
import { followOpening } from './opening'

/** Summary of the open atlas, or null when none is open. */
export const atlas = shallowRef<AtlasSummary | null>(null)

/** Whether a change is on its way to the disk, or the last one failed. */
export const saveState = ref<'saved' | 'saving' | 'failed'>('saved')

/** What the program said when it started. */
export const app = shallowRef<AppState | null>(null)

/** Whether the atlas can be changed. */
export const writable = computed(() => atlas.value !== null && !atlas.value.read_only)

on('atlas:changed', (event) => {
  atlas.value = event.atlas
})

function opened(summary: AtlasSummary): AtlasSummary {
  saveState.value = 'saved'
  tell('atlas:changed', { atlas: summary, touched: null })
  return summary
}

/** Runs a command that changes the atlas; what it touched is asked again, of a step whose rows are not named everything. */
export async function saving(work: () => Promise<Applied>, whole = false): Promise<Applied> {
  const before = saveState.value === 'failed' ? 'failed' : 'saved'
  saveState.value = 'saving'
  try {
    const applied = await work()
    tell('atlas:changed', { atlas: applied.atlas, touched: whole ? null : applied.touched })
    saveState.value = 'saved'
    return applied
  } catch (error) {
    // A change that a rule forbids is no failure to write: whoever asked for it says why.
    saveState.value = error instanceof IpcError && /^(rule|change)\./.test(error.code) ? before : 'failed'
    throw error
  }
}

/** Asks the core for its state; the atlas to begin with may still be read. */
export async function start(): Promise<AppState> {
  const state = await call('app_state', {})
  app.value = state
  if (state.atlas) opened(state.atlas)
  return state
}

/** Waits for the atlas to begin with. */
export function firstAtlas(path: string): Promise<AppState> {
  return followOpening(path, async () => {
    try {
      await call('first_atlas', {})
      return await start()
    } finally {
      if (app.value?.opening) app.value = { ...app.value, opening: null }
    }
  })
}

/** Opens an atlas file. */
export async function open(path: string, readOnly = false): Promise<AtlasSummary> {
  return opened(await followOpening(path, () => call('open_atlas', { path, read_only: readOnly })))
}

/** Saves the open atlas under another name and goes on in that file. */
export async function saveAs(path: string, overwrite: boolean): Promise<AtlasSummary> {
  return opened(await call('save_atlas_as', { path, overwrite }))
}

/** Makes a new atlas and opens it; without a path it is put in the atlas folder. */
export async function create(begin: Start, path: string | null = null): Promise<AtlasSummary> {
  return opened(await call('new_atlas', { path, start: begin }))
}

/** Closes the atlas; the start page shows again. */
export async function close(): Promise<void> {
  await call('close_atlas', {})
  atlas.value = null
  app.value = await call('app_state', {}).catch(() => app.value)
  tell('atlas:changed', { atlas: null, touched: null })
}

/** Applies edits as one named undo step; on disk when it resolves. */
export function apply(name: string, edits: EditRequest[], note: string | null = null): Promise<Applied> {
  return saving(() => call('apply', { change: { name, note, edits } }))
}

/** Removes rows of a table with what goes with them, as one named undo step; what would stand in the way goes to the row
 * `moveTo` of the same table. */
export function removeRows(
  name: string,
  table: string,
  ids: string[],
  moveTo: string | null = null,
): Promise<Applied> {
  return saving(() => call('remove', { name, table, ids, move_to: moveTo }))
}

/** Takes the last step back. It may be an import, whose rows are too many to be named: everything is asked again. */
export function undo(): Promise<Applied> {
  return saving(() => call('undo', {}), true)
}

/** Does the last step taken back again. */
export function redo(): Promise<Applied> {
  return saving(() => call('redo', {}), true)
}

/** Imports a file as one undo step; a trial only says what would be. */
export async function importFile(request: FileImport, trial: boolean): Promise<FileImported> {
  if (trial) return call('import_file', { request, trial })
  saveState.value = 'saving'
  try {
    const imported = await call('import_file', { request, trial })
    tell('atlas:changed', { atlas: imported.atlas ?? atlas.value, touched: null })
    return imported
  } finally {
    // nothing is half written: an import that fails or is stopped leaves the atlas as it was
    saveState.value = 'saved'
  }
}
