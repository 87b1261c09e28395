/** What the commands of the frame do: open, make and close atlases, undo and redo, with their questions and messages. */
import { errorText } from '@/errors'
import { t } from '@/i18n'
import { call, chooseFile, IpcError, type Start } from '@/ipc'
import * as store from '@/stores/atlas'
import { clearFilter } from '@/stores/filter'
import { ask, fail, notify } from '@/stores/notice'
import { today } from '@/stores/outputFolder'
import { dark, prefs, setPrefs } from '@/stores/prefs'
import { select } from '@/stores/selection'
import { settleOpenWork } from './openWork'
import { tellOutside } from './outsideChanges'

function fresh(): void {
  clearFilter()
  select(null)
}

/** Opens an atlas; when another program holds it, offers to look at it without changing it. */
export async function openPath(path: string): Promise<boolean> {
  if (store.atlas.value && !(await settleOpenWork())) return false
  try {
    const opened = await store.open(path)
    fresh()
    tellOutside(opened)
    return true
  } catch (error) {
    const code = error instanceof IpcError ? error.code : null
    if (code === 'atlas.stopped') notify('info', errorText(error))
    else if (code !== 'atlas.in_use') fail(error)
    if (code !== 'atlas.in_use') return false
  }
  const look = await ask({
    title: t('frame.inUse.title'),
    text: t('frame.inUse.text', { path }),
    yes: t('frame.inUse.yes'),
    no: t('dialogs.cancel'),
  })
  if (!look) return false
  try {
    await store.open(path, true)
    fresh()
    return true
  } catch (error) {
    fail(error)
    return false
  }
}

export async function newAtlas(start: Start, path: string | null = null): Promise<boolean> {
  if (store.atlas.value && !(await settleOpenWork())) return false
  try {
    const made = await store.create(start, path)
    fresh()
    notify('good', t('frame.made', { path: made.path }))
    return true
  } catch (error) {
    fail(error)
    return false
  }
}

export async function closeAtlas(): Promise<void> {
  if (!(await settleOpenWork())) return
  try {
    await store.close()
    fresh()
  } catch (error) {
    fail(error)
  }
}

/** Saves the atlas under another name and goes on there; asks before another file is replaced. */
export async function saveAtlasAs(path: string, overwrite = false): Promise<boolean> {
  if (!(await settleOpenWork())) return false
  try {
    const saved = await store.saveAs(path, overwrite)
    notify('good', t('frame.saveAs.done', { path: saved.path }))
    return true
  } catch (error) {
    const there = error instanceof IpcError && error.code === 'file.exists' && !overwrite
    if (!there) {
      fail(error)
      return false
    }
  }
  const replace = await ask({
    title: t('dialogs.export.overwrite'),
    text: t('dialogs.export.overwriteText', { path }),
    yes: t('dialogs.export.replace'),
    no: t('dialogs.cancel'),
    danger: true,
  })
  return replace && saveAtlasAs(path, true)
}

/** Makes a copy of the atlas beside it, with the day in its name. */
export async function backUpAtlas(): Promise<void> {
  try {
    const path = await call('back_up_atlas', { day: today.day() })
    notify('good', t('frame.backedUp', { path }), {
      label: t('frame.showFolder'),
      run: () => showFolder(path),
    })
  } catch (error) {
    fail(error)
  }
}

/** Opens the folder of a file, of the atlas if none is named. */
export function showFolder(path = store.atlas.value?.path): void {
  if (path) call('reveal', { path }).catch(fail)
}

/** Lets the user choose an atlas with the dialog of the system; null when cancelled. */
export function chooseAtlas(): Promise<string | null> {
  return chooseFile({ save: false, title: t('frame.openAtlas'), extension: 'gpkg' })
}

export async function undo(): Promise<void> {
  if (!store.atlas.value?.undo) return
  try {
    const applied = await store.undo()
    notify('info', t('frame.undone', { name: applied.name }))
  } catch (error) {
    fail(error)
  }
}

export async function redo(): Promise<void> {
  if (!store.atlas.value?.redo) return
  try {
    const applied = await store.redo()
    notify('info', t('frame.redone', { name: applied.name }))
  } catch (error) {
    fail(error)
  }
}

export function toggleDark(): void {
  setPrefs({ theme: dark.value ? 'light' : 'dark' })
}

export function toggleLanguage(): void {
  setPrefs({ language: prefs.value.language === 'en' ? 'zh-CN' : 'en' })
}
