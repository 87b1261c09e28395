/** The canvas beside the list: drawn anew when something changed, once a frame; wheel and pointer move the time. */
import { computed, nextTick, onBeforeUnmount, onMounted, type Ref, shallowRef, watch } from 'vue'
import type { TimetableRow } from '@/ipc'
import { dark, prefs } from '@/stores/prefs'
import { hits, rowAt } from './bars'
import { lastDayOf } from './days'
import { draw } from './drawing'
import { HEAD, type Look, readLook } from './picture'
import { centred, fitted, PER_DAY, type TimeScale, type Unit, zoomed } from './timeScale'
import { asOf, scale, todayIs } from './timetableState'

/** Farther than that a press is a drag of the time and no click. */
const DRAG = 4

export interface ChartSource {
  row: (index: number) => TimetableRow | undefined
  total: () => number
  top: () => number
  selected: (row: TimetableRow, index: number) => boolean
  hovered: (row: TimetableRow) => boolean
  /** The first and last day of any row; null when nothing has a date. */
  days: () => [number, number] | null
  pick: (index: number) => void
  hover: (index: number) => void
}

export function useChart(canvas: Ref<HTMLCanvasElement | null>, source: ChartSource) {
  const size = shallowRef({ width: 0, height: 0 })
  const todayNumber = computed(() => lastDayOf(todayIs.value) ?? 0)
  let look: Look | null = null
  let waiting = 0

  function redraw(): void {
    if (waiting) return
    waiting = requestAnimationFrame(() => {
      waiting = 0
      paint()
    })
  }

  function paint(): void {
    const [target, at] = [canvas.value, scale.value]
    const ctx = target?.getContext('2d')
    const { width, height } = size.value
    if (!target || !ctx || !at || width === 0 || height === 0) return
    const ratio = window.devicePixelRatio || 1
    if (target.width !== Math.round(width * ratio) || target.height !== Math.round(height * ratio)) {
      target.width = Math.round(width * ratio)
      target.height = Math.round(height * ratio)
    }
    look ??= readLook()
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    const status = asOf.value ? lastDayOf(asOf.value) : null
    draw(ctx, {
      width,
      height,
      top: source.top(),
      scale: at,
      look,
      today: todayNumber.value,
      asOf: status === todayNumber.value ? null : status,
      row: source.row,
      total: source.total(),
      selected: source.selected,
      hovered: source.hovered,
    })
  }

  const width = computed(() => size.value.width)
  function set(to: TimeScale): void {
    scale.value = to
  }
  /** All of the time from the first day to the last. */
  function showAll(): void {
    const days = source.days() ?? [todayNumber.value - 180, todayNumber.value + 180]
    if (width.value > 0) set(fitted(...days, width.value))
  }
  function zoom(by: number, x = width.value / 2): void {
    if (scale.value) set(zoomed(scale.value, x, scale.value.perDay * by))
  }
  function showUnit(unit: Unit): void {
    if (!scale.value) return
    const at = (todayNumber.value - scale.value.left) * scale.value.perDay
    const x = at > 0 && at < width.value ? at : width.value / 2
    set(zoomed(scale.value, x, PER_DAY[unit]))
  }
  function showToday(): void {
    if (scale.value) set(centred(scale.value, todayNumber.value, width.value))
  }

  function wheel(event: WheelEvent): void {
    const now = scale.value
    if (!now) return
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      zoom(Math.exp(-event.deltaY / 300), event.offsetX)
      return
    }
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
    if (sideways === 0) return
    event.preventDefault()
    set({ ...now, left: now.left + sideways / now.perDay })
  }

  /** The row whose bar or mark lies under the pointer, else -1. */
  function under(event: PointerEvent): number {
    const now = scale.value
    if (!now || event.offsetY < HEAD) return -1
    const index = rowAt(event.offsetY - HEAD, source.top())
    const row = source.row(index)
    return row && hits(row, now, event.offsetX) ? index : -1
  }

  let pressed: { x: number; left: number; moved: boolean } | null = null
  function down(event: PointerEvent): void {
    if (event.button !== 0 || !scale.value) return
    pressed = { x: event.clientX, left: scale.value.left, moved: false }
    canvas.value?.setPointerCapture(event.pointerId)
  }
  function move(event: PointerEvent): void {
    const now = scale.value
    if (!pressed || !now) {
      const at = under(event)
      source.hover(at)
      if (canvas.value) canvas.value.style.cursor = at >= 0 ? 'pointer' : 'grab'
      return
    }
    const by = event.clientX - pressed.x
    if (Math.abs(by) > DRAG) pressed.moved = true
    if (!pressed.moved) return
    if (canvas.value) canvas.value.style.cursor = 'grabbing'
    set({ ...now, left: pressed.left - by / now.perDay })
  }
  function up(event: PointerEvent): void {
    if (pressed && !pressed.moved && event.offsetY >= HEAD) {
      const at = under(event)
      const index = at >= 0 ? at : rowAt(event.offsetY - HEAD, source.top())
      if (source.row(index)) source.pick(index)
    }
    pressed = null
  }

  const watched = new ResizeObserver(([entry]) => {
    if (!entry) return
    size.value = { width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) }
    if (!scale.value && source.days()) showAll()
    paint()
  })
  onMounted(() => {
    if (canvas.value?.parentElement) watched.observe(canvas.value.parentElement)
  })
  onBeforeUnmount(() => {
    watched.disconnect()
    cancelAnimationFrame(waiting)
  })
  watch([scale, asOf, todayIs], redraw)
  // the tokens are those of the theme that is on by then
  watch([dark, () => prefs.value.language], async () => {
    await nextTick()
    look = null
    redraw()
  })
  return { redraw, showAll, zoom, showUnit, showToday, wheel, down, move, up }
}
