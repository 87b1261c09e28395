/** What the drawing tools show: the mode, the hint, measures, what was caught, problems. Small plain values only. */
import { ref, shallowRef } from 'vue'
import type { Measures, Shape } from '@/ipc'
import type { CaughtKind } from '../sketch/snap'
import type { Mode, Tool } from './drawMode'

/** What is being drawn, for the rest of the window; null while nothing is. */
export interface Drawing {
  tool: Tool
  projectId: string | null
  projectName: string | null
  vertices: number
}

/** A mark over the map at a pixel of it. */
export interface Spotted {
  x: number
  y: number
}

export const mode = shallowRef<Mode>({ name: 'select' })
/** Counts every change of the sketch; what shows the sketch watches it. */
export const sketchTick = ref(0)
export const drawingState = shallowRef<Drawing | null>(null)
export const snapping = ref(true)
export const tracing = ref(false)
export const caught = shallowRef<(Spotted & { kind: CaughtKind; name: string; other: string | null }) | null>(
  null,
)
export const measured = shallowRef<
  (Spotted & { measures: Measures; area: boolean; radius: number | null }) | null
>(null)
export const problems = shallowRef<(Spotted & { word: string })[]>([])
/** The shape was to be kept but has problems. */
export const blocked = ref(false)
/** A finished shape that waits for its project. */
export const pending = shallowRef<Shape | null>(null)
/** The selected project has a footprint of its own: its sort, for the tools that change it. */
export const editable = shallowRef<Shape | null>(null)
/** Tolerance of the simplification that is shown, metres. */
export const tolerance = ref(0)
/** Numbers of vertices before and after, while simplifying. */
export const simplified = shallowRef<{ before: number; after: number } | null>(null)
