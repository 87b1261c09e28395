/** The layers the user added, on a map: made, ordered, shown and taken away as the list says. */

import type BaseLayer from 'ol/layer/Base'
import VectorTileLayer from 'ol/layer/VectorTile'
import type OlMap from 'ol/Map'
import { effectScope, shallowRef, watch } from 'vue'
import type { LayerState, MapLayer } from '@/ipc'
import { zIndexOf } from '@/map/layers/zOrder'
import { dark } from '@/stores/prefs'
import type { Watcher } from './tileLoading'
import { fetchedBy, layerFor, vectorStyle } from './tileSources'
import { again, attempts, isLabels, layers, loading, loadLayers, states } from './userLayerStore'

/** Requests that end sooner than this are not called loading. */
const NOTICED_AFTER = 350

interface Shown {
  made: string
  layer: BaseLayer | null
}

const counts = new Map<string, number>()
let telling: ReturnType<typeof setTimeout> | undefined
/** Tells the panel how many requests are under way, not faster than someone reads. */
function tell(): void {
  if (telling) return
  telling = setTimeout(() => {
    telling = undefined
    loading.value = new Map(counts)
  }, NOTICED_AFTER)
}

/** A request of each layer that failed last: what is asked when the server is tried again. */
const failedAt = new Map<string, string>()

/** Asks for one thing that failed. Only when it comes is the layer loaded anew: until then what is drawn stays. */
async function tryAgain(id: string): Promise<void> {
  const url = failedAt.get(id)
  const answer = url ? await fetch(url).catch(() => null) : null
  // the layer may have been loaded anew meanwhile, as the core says that it is well again
  if (answer?.ok && failedAt.delete(id)) again(id)
}

function watcherOf(id: string): Watcher {
  return {
    begin() {
      counts.set(id, (counts.get(id) ?? 0) + 1)
      tell()
    },
    end(good, url) {
      if (!good) failedAt.set(id, url)
      counts.set(id, Math.max(0, (counts.get(id) ?? 0) - 1))
      tell()
    },
  }
}

/** Whether names of a layer stand on the map now, so that those of the base map would be there twice. */
export const namesShown = shallowRef(false)

/** Keeps a map showing the list, all but one layer; returns what ends it. The main map also reads the list and tries again when
 * a server is to be asked again. */
export function showMapLayers(map: OlMap, options: { main?: boolean; except?: string } = {}): () => void {
  const { main = true, except } = options
  const shown = new Map<string, Shown>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const planned = new Map<string, LayerState>()

  const place = (layer: MapLayer, index: number, total: number): void => {
    const attempt = attempts.value[layer.id] ?? 0
    const made = fetchedBy(layer, attempt)
    const before = shown.get(layer.id)
    let now = before
    if (before?.made !== made) {
      if (before?.layer) map.removeLayer(before.layer)
      // a layer that is off is never fetched, so it is not even made
      now = layer.visible ? { made, layer: layerFor(layer, attempt, watcherOf(layer.id)) } : undefined
      if (now) shown.set(layer.id, now)
      else shown.delete(layer.id)
      if (now?.layer) map.addLayer(now.layer)
      if (main) failedAt.delete(layer.id)
    }
    now?.layer?.setVisible(layer.visible)
    now?.layer?.setOpacity(layer.opacity)
    now?.layer?.setZIndex(zIndexOf('user-layers') + (total - index) / (total + 1))
  }
  const sync = (): void => {
    const list = layers.value
    for (const [id, { layer }] of shown) {
      if (list.some((one) => one.id === id)) continue
      if (layer) map.removeLayer(layer)
      shown.delete(id)
      counts.delete(id)
    }
    list.forEach((layer, index) => {
      if (layer.id !== except) place(layer, index, list.length)
    })
  }
  const plan = (): void => {
    for (const [id, state] of states.value) {
      // the seconds left count from when they were told
      if (planned.get(id) === state) continue
      planned.set(id, state)
      clearTimeout(timers.get(id))
      const wanted = layers.value.find((layer) => layer.id === id)?.visible === true
      // a key that was refused stays refused until it is changed
      const passing = state.problem === 'offline' || state.problem === 'bad_answer'
      if (state.retry_in === null || !wanted || !passing) continue
      timers.set(
        id,
        setTimeout(() => void tryAgain(id), (state.retry_in + 1) * 1000),
      )
    }
  }

  const scope = effectScope(true)
  scope.run(() => {
    watch([layers, attempts], sync, { immediate: true })
    watch(
      dark,
      () => {
        for (const { layer } of shown.values())
          if (layer instanceof VectorTileLayer) layer.setStyle(vectorStyle())
      },
      { flush: 'post' },
    )
    if (!main) return
    void loadLayers()
    watch(states, plan, { immediate: true })
    watch(states, (now, before) => {
      // what failed on the way is not asked for again by itself
      for (const id of failedAt.keys())
        if ((before.get(id)?.problem ?? 'none') !== 'none' && now.get(id)?.problem === 'none') again(id)
    })
    watch(
      [layers, states],
      () => {
        namesShown.value = layers.value.some(
          (layer) => layer.visible && isLabels(layer) && states.value.get(layer.id)?.problem === 'none',
        )
      },
      { immediate: true },
    )
  })
  return () => {
    scope.stop()
    for (const timer of timers.values()) clearTimeout(timer)
    for (const { layer } of shown.values()) if (layer) map.removeLayer(layer)
    shown.clear()
  }
}
