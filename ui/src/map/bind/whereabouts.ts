/** Where things are that have no mark of their own on the map: a plan is where its pilot towns are, a task where its
 * projects are, a town or project of unknown place is looked for in the region above. */
import { call, type Detail, type Shape } from '@/ipc'
import type { Target } from '@/stores/selection'

type Bounds = [number, number, number, number]

/** Marks that stand for a thing, the place to go to when none of them is there, and the region to ask next. */
export interface Whereabouts {
  marks: Target[]
  /** The box to show whole, whatever marks are there. */
  bounds?: Bounds
  at: [number, number] | null
  above: string | null
}

/** Steps up: township, county, prefecture. */
const HIGHEST = 3

function pointOf(shape: Shape | null | undefined): [number, number] | null {
  if (shape?.type !== 'Point') return null
  const [lon, lat] = shape.coordinates
  return lon === undefined || lat === undefined ? null : [lon, lat]
}

export function whereabouts(detail: Detail): Whereabouts {
  const project = (p: { id: string }): Target => ({ kind: 'project', id: p.id })
  switch (detail.kind) {
    case 'plan':
      return {
        marks: detail.designations.map((d) => ({ kind: 'town', id: d.designation.region })),
        bounds: detail.bounds ?? undefined,
        at: pointOf(detail.region.geometry),
        above: detail.region.parent,
      }
    case 'town':
      return { marks: [], at: pointOf(detail.region.geometry), above: detail.region.parent }
    case 'task':
      return { marks: detail.projects.map(project), at: null, above: null }
    case 'project':
      return {
        marks: detail.town ? [{ kind: 'town', id: detail.town.id }] : [],
        at: pointOf(detail.town?.geometry),
        above: detail.town?.parent ?? null,
      }
    default:
      return { marks: [], at: null, above: null }
  }
}

/** Where to go for a thing that is not on the map: marks that are there, or the nearest known place above it. */
export async function lookFor(
  target: Target,
  isThere: (mark: Target) => boolean,
): Promise<{ marks: Target[] } | { at: [number, number] } | { bounds: Bounds } | null> {
  let asked = target
  for (let step = 0; step <= HIGHEST; step += 1) {
    const { marks, bounds, at, above } = whereabouts(await call('detail', { kind: asked.kind, id: asked.id }))
    if (bounds) return { bounds }
    const there = marks.filter(isThere)
    if (there.length > 0) return { marks: there }
    if (at) return { at }
    if (above === null) return null
    asked = { kind: 'town', id: above }
  }
  return null
}
