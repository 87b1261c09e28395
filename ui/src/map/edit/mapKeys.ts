/** The keys of the map and the drawing tools; the frame's sheet and palette are made from these bindings. */
import { type Binding, bind } from '@/keys/keymap'
import { atlas, writable } from '@/stores/atlas'
import type { MapCore } from '../mapCore'
import { toggleSlider } from '../statusSlider/sliderState'
import type { DrawController } from './drawController'
import type { Tool } from './drawMode'
import * as ui from './drawState'

const TOOL_KEYS: [Tool, string][] = [
  ['select', '1'],
  ['point', '2'],
  ['line', '3'],
  ['polygon', '4'],
  ['rectangle', '5'],
  ['circle', '6'],
  ['freehand', '7'],
  ['vertices', '8'],
  ['move', '9'],
  ['coordinates', '0'],
]

/** The key that picks a tool, for its tooltip. */
export function keyOfTool(tool: Tool): string | null {
  return TOOL_KEYS.find(([one]) => one === tool)?.[1] ?? null
}

const isOpen = () => atlas.value !== null
const drawing = () => ui.mode.value.name !== 'select'
const sketchVertices = () => {
  const mode = ui.mode.value
  return mode.name === 'sketch' ? mode.sketch.vertices.length : 0
}

const canAgain = () => {
  const mode = ui.mode.value
  return mode.name === 'sketch' && mode.sketch.canAgain
}

export function mapBindings(core: MapCore, draw: DrawController): Binding[] {
  const tools = TOOL_KEYS.map(
    ([tool, key]): Binding => ({
      id: `draw.${tool}`,
      keys: [key],
      group: 'draw',
      when: () => writable.value,
      run: () => void draw.pick(tool),
    }),
  )
  return [
    ...tools,
    {
      id: 'draw.snapping',
      keys: ['S'],
      group: 'draw',
      when: () => writable.value,
      run: () => draw.setSnapping(!ui.snapping.value),
    },
    {
      id: 'draw.trace',
      keys: ['T'],
      group: 'draw',
      when: () => writable.value,
      run: () => draw.setTracing(!ui.tracing.value),
    },
    { id: 'draw.finish', keys: ['Enter'], group: 'draw', when: drawing, run: () => void draw.finish() },
    { id: 'draw.cancel', keys: ['Escape'], group: 'draw', when: drawing, run: () => void draw.cancel() },
    {
      id: 'draw.back',
      keys: ['Backspace', 'Delete'],
      group: 'draw',
      when: () => ui.mode.value.name === 'sketch' || ui.mode.value.name === 'vertices',
      run: () => void draw.back(),
    },
    {
      id: 'draw.undoVertex',
      keys: ['Ctrl+Z'],
      group: 'draw',
      when: () => sketchVertices() > 0,
      run: () => void draw.back(),
    },
    {
      id: 'draw.redoVertex',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      group: 'draw',
      // While something is being drawn these keys are about its vertices, never about steps of the atlas.
      when: () => sketchVertices() > 0 || canAgain(),
      run: () => draw.again(),
    },
    { id: 'map.zoomIn', keys: ['+', '='], group: 'map', when: isOpen, run: () => core.zoomBy(1) },
    { id: 'map.zoomOut', keys: ['-'], group: 'map', when: isOpen, run: () => core.zoomBy(-1) },
    { id: 'map.dates', keys: ['Alt+D'], group: 'map', when: isOpen, run: toggleSlider },
    { id: 'map.home', keys: ['Home'], group: 'map', when: isOpen, run: () => core.home(true) },
  ]
}

/** Registers the bindings and follows the keys that are held; returns a function that ends both. */
export function bindMap(core: MapCore, draw: DrawController): () => void {
  const removers = mapBindings(core, draw).map((b) => bind(b))
  const typing = (event: KeyboardEvent) =>
    event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)

  const down = (event: KeyboardEvent): void => {
    if (event.isComposing || typing(event)) return
    // while drawing, undo is of vertices: it must come before the undo of the atlas, which is bound to the same key
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z') {
      if (sketchVertices() > 0 && !document.querySelector('[aria-modal="true"]')) {
        event.preventDefault()
        void draw.back()
      }
      return
    }
    if (event.key === ' ' && drawing()) {
      draw.input.spaceHeld = true
      event.preventDefault()
    }
    if (event.key === 'Alt' && drawing()) {
      event.preventDefault()
      draw.altChanged(true)
    }
  }
  const up = (event: KeyboardEvent): void => {
    if (event.key === ' ') draw.input.spaceHeld = false
    if (event.key === 'Alt') draw.altChanged(false)
  }
  const lost = (): void => {
    draw.input.spaceHeld = false
    draw.input.altHeld = false
  }
  window.addEventListener('keydown', down, true)
  window.addEventListener('keyup', up, true)
  window.addEventListener('blur', lost)
  return () => {
    for (const remove of removers) remove()
    window.removeEventListener('keydown', down, true)
    window.removeEventListener('keyup', up, true)
    window.removeEventListener('blur', lost)
  }
}
