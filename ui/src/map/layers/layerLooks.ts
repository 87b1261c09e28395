/** What the layers panel rules: which layers show, how strongly, and which are locked; remembered between starts. */
import type { Ref } from 'vue'
import { remembered } from '@/stores/prefs'

export const LAYER_GROUPS = [
  'towns',
  'projects',
  'lights',
  'money',
  'sites',
  'control',
  'outlines',
  'ordinary',
  'names',
  'boundaries',
] as const
export type LayerGroup = (typeof LAYER_GROUPS)[number]

export interface LayerLook {
  visible: boolean
  /** 0 to 1. */
  opacity: number
  locked: boolean
}

export type LayerLooks = Record<LayerGroup, LayerLook>

/** Projects and the boundaries of towns are drawn by hand; everything else stays locked. */
export const LOCKABLE: readonly LayerGroup[] = ['projects', 'outlines']

/** What shows only when it is asked for. */
const HIDDEN_FIRST: readonly LayerGroup[] = ['money']

/** Looks as kept, with what is missing or broken filled up. */
export function completeLooks(kept: unknown): LayerLooks {
  const looks = {} as LayerLooks
  const found = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, Partial<LayerLook>>
  for (const group of LAYER_GROUPS) {
    const one = found[group] ?? {}
    const opacity = typeof one.opacity === 'number' && Number.isFinite(one.opacity) ? one.opacity : 1
    looks[group] = {
      visible: HIDDEN_FIRST.includes(group) ? one.visible === true : one.visible !== false,
      opacity: Math.min(1, Math.max(0.1, opacity)),
      locked: LOCKABLE.includes(group) ? one.locked === true : true,
    }
  }
  return looks
}

let made: Ref<LayerLooks> | null = null

/** The looks of the layers of this window. */
export function layerLooks(): Ref<LayerLooks> {
  if (made === null) {
    made = remembered<LayerLooks>('map.layers', completeLooks(null))
    made.value = completeLooks(made.value)
  }
  return made
}

/** Whether footprints, or the boundaries of towns, may not be changed now. */
export function isLocked(of: 'project' | 'town'): boolean {
  return layerLooks().value[of === 'town' ? 'outlines' : 'projects'].locked
}
