/** The layers the user added: the list as the panel shows it, how each is doing, and the ways to change them. */
import { computed, ref, shallowRef } from 'vue'
import { call, type LayerState, type MapLayer } from '@/ipc'
import { on } from '@/ipc/events'
import { fail } from '@/stores/notice'
import { withAdded } from './layerOrder'

/** Topmost first. The core keeps them lowest first. */
export const layers = shallowRef<readonly MapLayer[]>([])
/** What the core says of each, by id. */
export const states = shallowRef<ReadonlyMap<string, LayerState>>(new Map())
/** Requests under way, by id, for as long as someone would notice. */
export const loading = shallowRef<ReadonlyMap<string, number>>(new Map())
/** Counts what makes a layer load from the beginning: another key, another file, another attempt. */
export const attempts = ref<Record<string, number>>({})
/** The picture that is being pinned; the dialog of it is open while there is one. */
export const pinned = shallowRef<{ layer: MapLayer; fresh: boolean } | null>(null)
/** The layer whose name or key is being changed. */
export const edited = shallowRef<MapLayer | null>(null)

const WRITE_AFTER = 200

export const hasLayers = computed(() => layers.value.length > 0)

export function layerOf(id: string): MapLayer | undefined {
  return layers.value.find((layer) => layer.id === id)
}

function show(lowestFirst: readonly MapLayer[]): void {
  layers.value = [...lowestFirst].reverse()
}

/** Reads the list anew. */
export async function loadLayers(): Promise<void> {
  try {
    show(await call('map_layers', {}))
    await readStates()
  } catch (error) {
    fail(error)
  }
}

/** Asks how all of them are doing: at the beginning, and where the core has nothing to tell as nothing was fetched. */
async function readStates(): Promise<void> {
  const found = await call('layer_states', {}).catch(() => null)
  if (found) states.value = new Map(found.map((state) => [state.id, state]))
}

on('layer:state', (state) => {
  states.value = new Map(states.value).set(state.id, state)
})

/** Makes a layer load from the beginning. */
export function again(id: string): void {
  attempts.value = { ...attempts.value, [id]: (attempts.value[id] ?? 0) + 1 }
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>()

function take(layer: MapLayer): void {
  layers.value = layers.value.map((one) => (one.id === layer.id ? layer : one))
}

/** Changes a layer at once on the screen, and shortly after on the disk: a slider moves many times. */
export function patch(id: string, part: Partial<MapLayer>): void {
  const now = layerOf(id)
  if (!now) return
  take({ ...now, ...part })
  clearTimeout(waiting.get(id))
  waiting.set(
    id,
    setTimeout(() => {
      waiting.delete(id)
      const layer = layerOf(id)
      if (layer) call('put_map_layer', { layer }).catch(failed)
    }, WRITE_AFTER),
  )
}

/** Shows a layer or not. It is drawn only once the core knows that it may be fetched. */
export async function setShown(id: string, visible: boolean): Promise<void> {
  const now = layerOf(id)
  if (!now) return
  clearTimeout(waiting.get(id))
  waiting.delete(id)
  if (!visible) take({ ...now, visible })
  try {
    await call('put_map_layer', { layer: { ...now, visible } })
    const latest = layerOf(id)
    if (latest) take({ ...latest, visible })
    await readStates()
  } catch (error) {
    failed(error)
  }
}

/** Says what went wrong and shows what is kept. */
function failed(error: unknown): void {
  fail(error)
  void loadLayers()
}

/** Keeps a layer as it is now; resolves to how the core keeps it. */
export async function put(layer: MapLayer): Promise<MapLayer> {
  clearTimeout(waiting.get(layer.id))
  waiting.delete(layer.id)
  const kept = await call('put_map_layer', { layer })
  if (layerOf(kept.id)) {
    take(kept)
    again(kept.id)
    await readStates()
  } else await loadLayers()
  return kept
}

/** Whether a layer holds names for others to be read by: such a layer is put on top. */
export function isLabels(layer: Pick<MapLayer, 'layer' | 'address' | 'name'>): boolean {
  return (
    /^c[vit]a(_[cw])?$/i.test(layer.layer) ||
    /[?&](T|LAYER)=c[vit]a(_[cw])?(&|$)/i.test(layer.address) ||
    /注记|标注|labels?\b/i.test(layer.name)
  )
}

/** Adds layers on top of the others, but below those that only hold names. The key serves all of them. */
export async function add(added: readonly MapLayer[], key: string): Promise<MapLayer[]> {
  const kept: MapLayer[] = []
  try {
    for (const layer of added) kept.push(await call('put_map_layer', { layer }))
    const [first] = kept
    // one key serves every layer of the same server
    if (first && key) await call('set_layer_key', { id: first.id, key })
    const all = [...(await call('map_layers', {}))].reverse()
    const fresh = (layer: MapLayer) => kept.some((one) => one.id === layer.id)
    const next = withAdded(
      all.filter((layer) => !fresh(layer)),
      all.filter(fresh),
      isLabels,
    )
    await call('order_map_layers', { ids: next.map((layer) => layer.id).reverse() })
  } finally {
    await loadLayers()
  }
  return kept.map((layer) => layerOf(layer.id) ?? layer)
}

export async function remove(id: string): Promise<void> {
  try {
    await call('remove_map_layer', { id })
  } catch (error) {
    fail(error)
  }
  await loadLayers()
}

/** Puts the layers in that order, topmost first. */
export async function reorder(next: readonly MapLayer[]): Promise<void> {
  layers.value = next
  try {
    show(await call('order_map_layers', { ids: next.map((layer) => layer.id).reverse() }))
  } catch (error) {
    failed(error)
  }
}

/** Keeps a key, or forgets it; every layer of that server loads anew. */
export async function setKey(id: string, key: string): Promise<void> {
  const before = new Set(layers.value.filter((layer) => layer.needs_key).map((layer) => layer.id))
  await call('set_layer_key', { id, key })
  await loadLayers()
  for (const one of before) again(one)
  if (!before.has(id)) again(id)
}

/** Asks the server or the disk again. */
export async function retry(id: string): Promise<void> {
  try {
    await call('retry_layer', { id })
    again(id)
  } catch (error) {
    fail(error)
  }
}
