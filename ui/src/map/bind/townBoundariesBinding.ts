/** The boundaries of towns: read when they change, shown as the panel says, told to the card and the legend. */
import { effectScope, shallowRef, watch } from 'vue'
import { ask } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { fail } from '@/stores/notice'
import { layerLooks } from '../layers/layerLooks'
import type { MapCore } from '../mapCore'

/** How many boundaries lie in the view. */
export const outlinesInView = shallowRef(0)

/** Keeps the layer of a map as the atlas and the panel want; `read` is called when other boundaries are there. */
export function showOutlines(core: MapCore, read: () => void): () => void {
  let version: string | null = null
  let path = ''
  let asked = 0
  const count = (): void => {
    const size = core.map.getSize()
    const shown = core.outlines.layer.getVisible() && size
    outlinesInView.value = shown
      ? core.outlines.areas.getFeaturesInExtent(core.view.calculateExtent(size)).length
      : 0
  }
  const load = async (): Promise<void> => {
    asked += 1
    const mine = asked
    const now = atlas.value
    if (!now) return
    if (now.path !== path) version = null
    path = now.path
    try {
      const found = await ask('town_outlines', { known: version })
      if (mine !== asked || !found) return
      version = found.version
      core.outlines.show(found.towns)
      count()
      read()
    } catch (error) {
      if (mine === asked) fail(error)
    }
  }
  const scope = effectScope(true)
  scope.run(() => {
    watch(changesOf('town_outlines'), load, { immediate: true })
    watch(
      layerLooks(),
      ({ outlines }) => {
        core.outlines.layer.setVisible(outlines.visible)
        core.outlines.layer.setOpacity(outlines.opacity)
        count()
      },
      { deep: true, immediate: true },
    )
  })
  core.map.on('moveend', count)
  return () => {
    scope.stop()
    core.map.un('moveend', count)
    outlinesInView.value = 0
  }
}
