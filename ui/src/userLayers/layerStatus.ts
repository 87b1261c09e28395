/** How a layer is doing, as one word for its row, and what can be done about it. */
import { said } from '@/errors'
import type { LayerState, MapLayer } from '@/ipc'
import { hostOf } from './serviceAddress'

export type Word =
  | 'ok'
  | 'loading'
  | 'offline'
  | 'key'
  | 'nokey'
  | 'nothing'
  | 'bad'
  | 'refused'
  | 'broken'
  | 'file'
  | 'unpinned'
  | 'far'
export type Act = 'key' | 'retry' | 'file' | 'pin'

export interface Standing {
  word: Word
  /** How loud it is: nothing, a quiet note, a warning, a failure. */
  tone: 'none' | 'quiet' | 'amber' | 'red'
  /** What the row offers beside the word. */
  act: Act | null
  /** Values of the text that says what to do. */
  params: Record<string, string | number>
  /** What the core says; more exact than our text where the answer was odd. */
  words: string
}

/** Points a picture takes before it has a place. */
export const POINTS_NEEDED = 3

export function isOnline(layer: Pick<MapLayer, 'kind'>): boolean {
  return layer.kind === 'xyz' || layer.kind === 'wms' || layer.kind === 'wmts'
}

function standing(word: Word, tone: Standing['tone'], act: Act | null = null): Standing {
  return { word, tone, act, params: {}, words: '' }
}

function ofProblem(problem: LayerState['problem'], layer: MapLayer): Standing | null {
  switch (problem) {
    case 'none':
      return null
    case 'offline':
      return standing('offline', 'amber', 'retry')
    case 'key_missing':
      return standing('nokey', 'amber', 'key')
    case 'key_refused':
      // without a place for a key in its address, another key is no way out
      return layer.needs_key ? standing('key', 'red', 'key') : standing('refused', 'red', 'retry')
    case 'not_found':
      return standing('nothing', 'amber', 'retry')
    case 'bad_answer':
      return isOnline(layer) ? standing('bad', 'amber', 'retry') : standing('broken', 'red', 'file')
    case 'file_missing':
      return standing('file', 'red', 'file')
  }
}

/** What a row shows of its layer. `from` is the zoom below which the layer has nothing, or null. */
export function standingOf(
  layer: MapLayer,
  state: LayerState | undefined,
  view: { loading: number; zoom: number; from: number | null },
): Standing {
  const params: Standing['params'] = {
    host: hostOf(layer.address) ?? layer.name,
    path: layer.path,
    n: Math.max(1, POINTS_NEEDED - layer.controls.length),
    zoom: Math.ceil(view.from ?? 0),
  }
  const found = decide()
  return { ...found, params, words: state?.words ? said(state.words) : '' }

  function decide(): Standing {
    const trouble = ofProblem(state?.problem ?? 'none', layer)
    // a file that is gone is told even of a layer that is off; what a server does is not known then
    if (trouble && (layer.visible || trouble.word === 'file')) return trouble
    if (layer.kind === 'image' && !layer.fit) return standing('unpinned', 'amber', 'pin')
    if (!layer.visible) return standing('ok', 'none')
    if (view.from !== null && view.zoom > 0 && view.zoom < view.from) return standing('far', 'quiet')
    return view.loading > 0 ? standing('loading', 'quiet') : standing('ok', 'none')
  }
}
