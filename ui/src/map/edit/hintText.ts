/** The line on the map that says how to go on; keys stand between `[` and `]`. */
import { type Mode, toolOf } from './drawMode'

/** Key of the hint under `map.hint`; null when there is nothing to say. */
export function hintKey(mode: Mode, blocked: boolean): string | null {
  if (blocked) return 'blocked'
  switch (mode.name) {
    case 'select':
    case 'coordinates':
      return null
    case 'vertices':
    case 'move':
    case 'merge':
    case 'simplify':
      return mode.name
    case 'sketch': {
      const { shape, vertices, valid } = mode.sketch
      if (shape === 'point') return 'point'
      if (shape === 'freehand') return 'freehand'
      if (shape === 'rectangle') return vertices.length === 0 ? 'rectangleFirst' : 'rectangleNext'
      if (shape === 'circle') return vertices.length === 0 ? 'circleFirst' : 'circleNext'
      const tool = toolOf(mode)
      if (vertices.length === 0) return tool === shape ? 'first' : `${tool}First`
      return valid ? 'finish' : 'more'
    }
  }
}

export interface HintPiece {
  text: string
  key: boolean
}

/** Splits a hint into words and keys. */
export function hintPieces(hint: string): HintPiece[] {
  return hint
    .split(/(\[[^\]]+\])/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.startsWith('[') ? { text: piece.slice(1, -1), key: true } : { text: piece, key: false },
    )
}
