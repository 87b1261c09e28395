/** The footprints of the projects of a book that are shown, what lies around them, and the boundaries of towns. */
import { type Ref, shallowRef, watch } from 'vue'
import type { BookProject, ProjectShape, TownOutline } from '@/ipc'
import { call } from '@/ipc'
import { ask } from '@/ipc/questions'
import { changesOf } from '@/stores/changes'
import { emptyFilter } from '@/stores/filter'
import { boxOf, shownBox } from './smallMap'

/** Size of a small map, in px. */
export const SMALL = { width: 264, height: 84 }
/** Projects around one that are drawn with it. */
const NEIGHBOURS = 40

export function useShapes(projects: Ref<readonly BookProject[]>) {
  const shapes = shallowRef<ReadonlyMap<string, ProjectShape>>(new Map())
  const near = shallowRef<ReadonlyMap<string, readonly ProjectShape[]>>(new Map())
  const towns = shallowRef<readonly TownOutline[]>([])
  let asked = 0

  async function read(): Promise<void> {
    asked += 1
    const mine = asked
    const ids = projects.value.map((p) => p.id)
    const found = ids.length ? await call('project_shapes', { ids }) : []
    if (mine !== asked) return
    shapes.value = new Map(found.map((shape) => [shape.id, shape]))
    const around = await Promise.all(
      found.map(async (shape): Promise<[string, ProjectShape[]]> => {
        const box = boxOf(shape.geometry)
        if (!box) return [shape.id, []]
        const bounds = shownBox(box, SMALL.width, SMALL.height)
        const others = await call('map_shapes', { filter: emptyFilter(), bounds })
        return [shape.id, (others ?? []).slice(0, NEIGHBOURS)]
      }),
    )
    if (mine === asked) near.value = new Map(around)
  }
  async function readTowns(): Promise<void> {
    const outlines = await ask('town_outlines', { known: null })
    towns.value = outlines?.towns ?? []
  }
  watch(projects, read, { immediate: true })
  watch(changesOf('town_outlines'), readTowns, { immediate: true })
  return { shapes, near, towns }
}
