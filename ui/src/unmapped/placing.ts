/** Putting something from the 未上图 list on the map: dragged there, or clicked and then drawn or pinned. */
import { shallowRef } from 'vue'
import { t } from '@/i18n'
import type { UnmappedItem } from '@/ipc'
import { placeAt, startDrawing } from '@/map/edit/drawActions'
import { apply, writable } from '@/stores/atlas'
import { pointer } from '@/stores/map'
import { fail, notify } from '@/stores/notice'
import { select } from '@/stores/selection'

/** The town or site that waits for a click on the map. */
export const placing = shallowRef<UnmappedItem | null>(null)
/** What is being dragged, and where its label stands on the screen. */
export const dragged = shallowRef<{ item: UnmappedItem; x: number; y: number; over: boolean } | null>(null)

const TABLES = { town: 'regions', site: 'sites' } as const
const DRAG_AFTER = 5
/** Degrees to about a millimetre. */
const round = (degrees: number) => Math.round(degrees * 1e8) / 1e8

export function cancelPlacing(): void {
  placing.value = null
}

/** Pins a town or a site; a project goes to the drawing tools, which know its precision. */
export async function putAt(item: UnmappedItem, lon: number, lat: number): Promise<void> {
  placing.value = null
  try {
    if (item.kind === 'project') {
      // Says itself what it did.
      await placeAt(item.id, lon, lat)
      return
    }
    if (item.kind === 'town' || item.kind === 'site') {
      const columns = {
        geometry: { type: 'Point', coordinates: [round(lon), round(lat)] },
        precision: item.kind === 'town' ? 'town' : 'sketched',
        source: t('frame.unmapped.source'),
        confidence: 'low',
      }
      await apply(t('frame.unmapped.step', { name: item.name }), [
        { op: 'set', table: TABLES[item.kind], id: item.id, columns },
      ])
    } else {
      return
    }
    // the click that put it there was on the empty map, which selects nothing
    select({ kind: item.kind, id: item.id })
    notify('good', t('frame.unmapped.placed', { name: item.name }))
  } catch (error) {
    fail(error)
  }
}

/** A click on an item of the list: a project is drawn, a town or site waits for a click on the map. */
export function begin(item: UnmappedItem): void {
  // The map goes to its town or county, so that it is not drawn at the wrong end of the map.
  select({ kind: item.kind, id: item.id }, { fly: true })
  if (!writable.value) return
  if (item.kind === 'project') startDrawing(item.id)
  else placing.value = item
}

/** A click on the map while something waits for it; whether it was taken. */
export function takeClick(): boolean {
  const item = placing.value
  const at = pointer.value
  if (!item || !at) return false
  void putAt(item, at.lon, at.lat)
  return true
}

function overMap(x: number, y: number): boolean {
  return Boolean(document.elementFromPoint(x, y)?.closest('[data-pane="map"]'))
}

/** Starts following the pointer; after a few pixels it is a drag, and dropping it on the map puts it there. */
export function startDrag(item: UnmappedItem, down: PointerEvent): void {
  if (down.button !== 0 || !writable.value) return
  if (down.target instanceof Element && down.target.hasPointerCapture(down.pointerId))
    down.target.releasePointerCapture(down.pointerId)
  const move = (event: PointerEvent): void => {
    const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) >= DRAG_AFTER
    if (!dragged.value && !far) return
    const { clientX: x, clientY: y } = event
    dragged.value = { item, x, y, over: overMap(x, y) }
  }
  const stop = (): void => {
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', up)
    window.removeEventListener('pointercancel', stop)
    window.removeEventListener('keydown', onEscape, true)
    // The click that ends a drag comes after this event and must still see that it was one.
    setTimeout(() => {
      dragged.value = null
    })
  }
  const up = (event: PointerEvent): void => {
    const at = pointer.value
    if (dragged.value && overMap(event.clientX, event.clientY) && at) void putAt(item, at.lon, at.lat)
    stop()
  }
  const onEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') stop()
  }
  window.addEventListener('pointermove', move)
  window.addEventListener('pointerup', up)
  window.addEventListener('pointercancel', stop)
  window.addEventListener('keydown', onEscape, true)
}
