/** What the pointer does on the map now: one mode at a time, carrying its own data; leaving one cleans up after it. */
import type { Precision, ProjectKind, Shape } from '@/ipc'
import { Sketch, type SketchShape } from '../sketch/sketch'

/** The project whose footprint, or the town whose boundary is drawn or changed; the shape is null while it has none. */
export interface Subject {
  of: 'project' | 'town'
  id: string
  name: string
  /** What a project is; null for a town. */
  kind: ProjectKind | null
  shape: Shape | null
  /** How its place is known. */
  precision: Precision
}

/** What a drawn shape is for. */
export type Job =
  /** A footprint; of no project yet when `subject` is null. */
  | { kind: 'footprint'; subject: Subject | null }
  | { kind: 'hole'; subject: Subject }
  | { kind: 'part'; subject: Subject }
  | { kind: 'split'; subject: Subject }
  | { kind: 'cut'; subject: Subject }
  | { kind: 'reshape'; subject: Subject }

export type Mode =
  | { name: 'select' }
  | { name: 'sketch'; job: Job; sketch: Sketch }
  | { name: 'vertices'; subject: Subject }
  | { name: 'move'; subject: Subject }
  | { name: 'merge'; subject: Subject }
  | { name: 'simplify'; subject: Subject; tolerance: number }
  | { name: 'coordinates'; subject: Subject | null }

/** The tools of the toolbar, in its order. */
export const DRAW_TOOLS = ['select', 'point', 'line', 'polygon', 'rectangle', 'circle', 'freehand'] as const
export const EDIT_TOOLS = [
  'vertices',
  'move',
  'hole',
  'part',
  'split',
  'cut',
  'merge',
  'reshape',
  'simplify',
] as const
export type DrawTool = (typeof DRAW_TOOLS)[number]
export type EditTool = (typeof EDIT_TOOLS)[number]
export type Tool = DrawTool | EditTool | 'coordinates'

/** What each tool that draws on an existing footprint draws. */
export const JOB_SHAPES: Record<Exclude<Job['kind'], 'footprint'>, SketchShape> = {
  hole: 'polygon',
  part: 'polygon',
  cut: 'polygon',
  split: 'line',
  reshape: 'line',
}

/** Tools that make and change the boundary of a town: it stays one area of that town. */
export const OUTLINE_TOOLS: readonly Tool[] = [
  'polygon',
  'rectangle',
  'circle',
  'freehand',
  'coordinates',
  'vertices',
  'hole',
  'part',
  'cut',
  'reshape',
  'simplify',
]

const ALONG_A_LINE: readonly ProjectKind[] = ['road', 'sewage', 'water']

/** What the footprint of a project of this kind is drawn as unless a tool is picked: roads and pipes are lines. */
export function usualShape(kind: ProjectKind | null): SketchShape {
  return kind !== null && ALONG_A_LINE.includes(kind) ? 'line' : 'polygon'
}

/** The tool that shows as pressed in a mode. */
export function toolOf(mode: Mode): Tool {
  if (mode.name !== 'sketch') return mode.name
  return mode.job.kind === 'footprint' ? mode.sketch.shape : mode.job.kind
}

/** What is drawn or changed in a mode. */
export function subjectIn(mode: Mode): Subject | null {
  if (mode.name === 'sketch') return mode.job.subject
  return 'subject' in mode ? mode.subject : null
}

/** The mode of a tool that draws; null for one that changes a shape which is not there. A project that has its footprint
 * keeps it: what is drawn next asks whose it is. */
export function modeOf(tool: Exclude<Tool, 'vertices' | 'move'>, chosen: Subject | null): Mode | null {
  const free = chosen?.shape ? null : chosen
  switch (tool) {
    case 'select':
      return { name: 'select' }
    case 'coordinates':
      return { name: 'coordinates', subject: free }
    case 'point':
    case 'line':
    case 'polygon':
    case 'rectangle':
    case 'circle':
    case 'freehand':
      return { name: 'sketch', job: { kind: 'footprint', subject: free }, sketch: new Sketch(tool) }
    case 'simplify':
      return chosen && { name: 'simplify', subject: chosen, tolerance: 5 }
    case 'merge':
      return chosen && { name: 'merge', subject: chosen }
    default: {
      if (!chosen?.shape) return null
      const shape = tool === 'part' ? partShape(chosen.shape) : JOB_SHAPES[tool]
      return { name: 'sketch', job: { kind: tool, subject: chosen }, sketch: new Sketch(shape) }
    }
  }
}

/** Whether a tool needs a shape that is there, and of which sort. */
export function fits(tool: Tool, shape: Shape | null, of: Subject['of'] = 'project'): boolean {
  if (of === 'town' && (EDIT_TOOLS as readonly string[]).includes(tool) && !OUTLINE_TOOLS.includes(tool))
    return false
  if (!(EDIT_TOOLS as readonly string[]).includes(tool)) return true
  if (!shape) return false
  const area = shape.type.includes('Polygon')
  const line = shape.type.includes('LineString')
  switch (tool) {
    case 'hole':
    case 'cut':
      return area
    case 'split':
    case 'reshape':
    case 'simplify':
    case 'merge':
      return area || line
    default:
      return true
  }
}

/** The shape a new part of a footprint takes. */
export function partShape(shape: Shape): SketchShape {
  if (shape.type.includes('Polygon')) return 'polygon'
  return shape.type.includes('LineString') ? 'line' : 'point'
}

/** Keeps the one mode; entering another first runs the clean-up that the last one left. */
export class ModeMachine {
  private current: Mode = { name: 'select' }
  private cleanUp: (() => void) | null = null

  constructor(private readonly changed: (mode: Mode) => void = () => undefined) {}

  get mode(): Mode {
    return this.current
  }

  /** Leaves the mode there is and enters another; `enter` returns what cleans up after it. */
  enter(mode: Mode, enter?: () => (() => void) | undefined): void {
    const clean = this.cleanUp
    this.cleanUp = null
    clean?.()
    this.current = mode
    this.cleanUp = enter?.() ?? null
    this.changed(mode)
  }
}
