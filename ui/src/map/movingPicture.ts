/** While the map moves, what was drawn last is moved as a picture; the layers draw anew when it rests, or when the picture no
 * longer covers the view. Drawing every layer for every step of a drag costs more than a frame has time (decision 0048). */
import { getForViewAndSize } from 'ol/extent'
import BaseTileLayer from 'ol/layer/BaseTile'
import VectorTileLayer from 'ol/layer/VectorTile'
import type OlMap from 'ol/Map'
import type { FrameState } from 'ol/Map'
import type Composite from 'ol/renderer/Composite'
import { create } from 'ol/transform'
import ViewHint from 'ol/ViewHint'

/** Pixels drawn on each side beyond the view while it is dragged. */
const MARGIN = 160
/** What changed while the map moves is drawn at most once in so many milliseconds. */
const PATIENCE_MS = 150
/** Tiles that arrive are drawn at most once in so many milliseconds while more are on their way. */
const TILES_MS = 100
/** A picture enlarged or made smaller by more than this says nothing any more. */
const MOST_SCALED = 4

/** What stands for a moment where a zoom uncovers the edges: most of what is planned lies inland. */
const BARE = 'var(--land)'

/** The frame that was drawn whole last. */
interface Drawn {
  frame: FrameState
  margin: number
  things: string
  tiles: string
  at: number
}

/** Where the picture lies in the view: x' = scale · x + right, y' = scale · y + down, pixels of the view. */
export interface Placing {
  scale: number
  right: number
  down: number
}

interface Standing {
  center: number[]
  resolution: number
}

/** Where a picture that was drawn at one standing of the view lies at another. */
export function placingOf(drawn: Standing, now: Standing, size: number[]): Placing {
  const scale = drawn.resolution / now.resolution
  const [width = 0, height = 0] = size
  const [x0 = 0, y0 = 0] = drawn.center
  const [x1 = 0, y1 = 0] = now.center
  return {
    scale,
    right: ((1 - scale) * width) / 2 + (x0 - x1) / now.resolution,
    down: ((1 - scale) * height) / 2 - (y0 - y1) / now.resolution,
  }
}

/** Whether a picture with a margin fills the view. Half a pixel may lack. */
export function covers({ scale, right, down }: Placing, size: number[], margin: number): boolean {
  const [width = 0, height = 0] = size
  const most = 0.5
  return (
    right - scale * margin <= most &&
    down - scale * margin <= most &&
    right + scale * (width + margin) >= width - most &&
    down + scale * (height + margin) >= height - most
  )
}

/** The layers as they are drawn: which, how, and how often each changed; of tiles, or of everything else. */
function layersOf(frame: FrameState, tiled: boolean): string {
  return frame.layerStatesArray
    .filter(({ layer }) => tiled === (layer instanceof VectorTileLayer || layer instanceof BaseTileLayer))
    .map(({ layer, visible, opacity, zIndex }) => `${layer.getRevision()}/${visible}/${opacity}/${zIndex}`)
    .join()
}

/** Lets a map move its picture; to be called once, when the map has its element. */
export function movePicture(map: OlMap): void {
  const renderer = map.getRenderer() as Composite | null
  const viewport = map.getViewport()
  const element = viewport?.querySelector<HTMLElement>('.ol-layers')
  if (!renderer || !viewport || !element) return
  const whole = renderer.renderFrame.bind(renderer)
  // what turns places into pixels; the renderer keeps it to itself
  const { calculateMatrices2D } = renderer as unknown as { calculateMatrices2D(frame: FrameState): void }
  const tell = renderer.dispatchRenderEvent.bind(renderer)
  let drawn: Drawn | null = null
  let moved = false
  let later: ReturnType<typeof setTimeout> | null = null

  const draw = (frame: FrameState, wide: boolean, fresh: boolean): void => {
    const margin = wide ? MARGIN : 0
    const [width = 0, height = 0] = frame.size
    const size = [width + 2 * margin, height + 2 * margin]
    const { center, resolution, rotation } = frame.viewState
    const large: FrameState = {
      ...frame,
      size,
      extent: getForViewAndSize(center, resolution, rotation, size),
      coordinateToPixelTransform: create(),
      pixelToCoordinateTransform: create(),
      viewHints: fresh ? [0, 0] : frame.viewHints,
    }
    const things = layersOf(frame, false)
    const tiles = layersOf(frame, true)
    whole(large)
    frame.animate = large.animate
    frame.declutter = large.declutter
    calculateMatrices2D(frame)
    element.style.left = `${-margin}px`
    element.style.top = `${-margin}px`
    element.style.transformOrigin = `${margin}px ${margin}px`
    element.style.transform = ''
    viewport.style.backgroundColor = ''
    drawn = {
      frame: large,
      margin,
      things,
      tiles,
      at: performance.now(),
    }
    moved = false
  }
  /** What the frame of a map needs that draws no layer. */
  const keep = (frame: FrameState, last: Drawn): void => {
    calculateMatrices2D(frame)
    frame.declutter = last.frame.declutter
    frame.wantedTiles = last.frame.wantedTiles
    frame.usedTiles = last.frame.usedTiles
    moved = true
  }
  /** Moves the picture, if it will do. */
  const move = (frame: FrameState, last: Drawn): boolean => {
    const [width = 0, height = 0] = frame.size
    const [wasWide = 0, wasHigh = 0] = last.frame.size
    if (width + 2 * last.margin !== wasWide || height + 2 * last.margin !== wasHigh) return false
    if (frame.pixelRatio !== last.frame.pixelRatio || frame.viewState.rotation !== 0) return false
    const placing = placingOf(last.frame.viewState, frame.viewState, frame.size)
    const { scale, right, down } = placing
    if (scale > MOST_SCALED || scale < 1 / MOST_SCALED) return false
    const isNew = performance.now() - last.at < PATIENCE_MS
    const same = layersOf(frame, false) === last.things && layersOf(frame, true) === last.tiles
    if (!same && !isNew) return false
    // what a zoom uncovers at the edges may wait a moment; what a drag uncovers is what the user looks at
    const bare = !covers(placing, frame.size, last.margin)
    if (bare && (scale === 1 || !isNew)) return false
    viewport.style.backgroundColor = bare ? BARE : ''
    keep(frame, last)
    element.style.transform = `matrix(${scale},0,0,${scale},${right},${down})`
    return true
  }
  /** Whether nothing but tiles changed, of which more are on their way: they are then drawn some at a time. */
  const wait = (frame: FrameState, last: Drawn): boolean => {
    const since = performance.now() - last.at
    const { center, resolution } = frame.viewState
    const then = last.frame.viewState
    const stands =
      center[0] === then.center[0] && center[1] === then.center[1] && resolution === then.resolution
    if (!stands || last.margin > 0 || since > TILES_MS || frame.size.join() !== last.frame.size.join())
      return false
    if (frame.pixelRatio !== last.frame.pixelRatio || layersOf(frame, false) !== last.things) return false
    if (layersOf(frame, true) === last.tiles || frame.tileQueue.getTilesLoading() === 0) return false
    keep(frame, last)
    if (later !== null) return true
    later = setTimeout(() => {
      later = null
      map.render()
    }, TILES_MS - since)
    return true
  }

  renderer.renderFrame = (frame) => {
    if (!frame) {
      drawn = null
      whole(frame)
      return
    }
    const moving = Boolean(frame.viewHints[ViewHint.ANIMATING] || frame.viewHints[ViewHint.INTERACTING])
    const last: Drawn | null = drawn
    if (last && (moving ? move(frame, last) : wait(frame, last))) return
    const same = last?.frame.viewState.resolution === frame.viewState.resolution
    draw(frame, moving && same, same)
  }
  renderer.dispatchRenderEvent = (type, frame) => {
    // a picture that was kept is not the map drawn whole
    if (moved && type === 'rendercomplete') return
    tell(type, frame)
  }
}
