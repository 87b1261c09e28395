/** Problems of a shape as the window names them. */
import type { ShapeProblem } from '@/ipc'

/** The word under `map.problem` for a code of the core: `validity.self-crossing` and `self_crossing` are the same. */
export function problemWord(code: string): string {
  return code.replace(/^.*\./, '').replaceAll('-', '_')
}

/** Only problems that keep a shape from being kept; a point given twice does no harm. */
export function serious(problems: ShapeProblem[]): ShapeProblem[] {
  return problems.filter((p) => problemWord(p.code) !== 'repeated_point')
}
