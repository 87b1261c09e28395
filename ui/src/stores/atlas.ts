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
  type Start,
} from '@/ipc'

/** Summary of the open atlas, or null when none is open. */
export const atlas = shallowRef<AtlasSummary | null>(null)

/** Counts every change of content and every opening; what depends on content watches it. */
export const revision = ref(0)

/** Whether a change is on its way to the disk, or the last one failed. */
export const saveState = ref<'saved' | 'saving' | 'failed'>('saved')

/** What the program said when it started. */
export const app = shallowRef<AppState | null>(null)

/** Whether the atlas can be changed. */
export const writable = computed(() => atlas.value !== null && !atlas.value.read_only)

function opened(summary: AtlasSummary): AtlasSummary {
  atlas.value = summary
  saveState.value = 'saved'
  revision.value += 1
  return summary
}

function changed(applied: Applied): Applied {
  atlas.value = applied.atlas
  revision.value += 1
  return applied
}

async function saving(work: () => Promise<Applied>): Promise<Applied> {
  saveState.value = 'saving'
  try {
    const applied = changed(await work())
    saveState.value = 'saved'
    return applied
  } catch (error) {
    saveState.value = 'failed'
    throw error
  }
}

/** Asks the core for its state; opens the last atlas again. */
export async function start(): Promise<AppState> {
  const state = await call('app_state', {})
  app.value = state
  if (state.atlas) opened(state.atlas)
  return state
}

/** Opens an atlas file. */
export async function open(path: string, readOnly = false): Promise<AtlasSummary> {
  return opened(await call('open_atlas', { path, read_only: readOnly }))
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
  revision.value += 1
}

/** Applies edits as one named undo step; on disk when it resolves. */
export function apply(name: string, edits: EditRequest[], note: string | null = null): Promise<Applied> {
  return saving(() => call('apply', { change: { name, note, edits } }))
}

/** Takes the last step back. */
export function undo(): Promise<Applied> {
  return saving(() => call('undo', {}))
}

/** Does the last step taken back again. */
export function redo(): Promise<Applied> {
  return saving(() => call('redo', {}))
}

/** Imports a file as one undo step; a trial only says what would be. */
export async function importFile(request: FileImport, trial: boolean): Promise<FileImported> {
  if (trial) return call('import_file', { request, trial })
  saveState.value = 'saving'
  try {
    const imported = await call('import_file', { request, trial })
    if (imported.atlas) atlas.value = imported.atlas
    revision.value += 1
    return imported
  } finally {
    // nothing is half written: an import that fails or is stopped leaves the atlas as it was
    saveState.value = 'saved'
  }
}
