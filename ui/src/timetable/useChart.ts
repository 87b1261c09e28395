/** The canvas beside the list: drawn anew when something changed, once a frame; wheel and pointer move the time. */
import { computed, nextTick, onBeforeUnmount, onMounted, type Ref, shallowRef, watch } from 'vue'
import type { TimetableRow, UndatedItem } from '@/ipc'
import { dark, prefs } from '@/stores/prefs'
import { asOf, todayIs } from '@/stores/statusDate'
import { lastDayOf } from './days'
import { draw } from './drawing'
import { propose, underway } from './moveDates'
import { chosenLink, critical, overlay, showCritical, showLinks } from './overlayState'
import type { Paper } from './paper'
import { type Look, readLook } from './picture'
import { dateAt, snapOf } from './snapping'
import { centred, dayAt, fitted, PER_DAY, resized, type TimeScale, type Unit, zoomed } from './timeScale'
import { phase, scale, shownWidth } from './timetableState'
import { usePointer } from './usePointer'

export interface ChartSource {
  row: (index: number) => TimetableRow | undefined
  total: () => number
  top: () => number
  selected: (row: TimetableRow, index: number) => boolean
  hovered: (row: TimetableRow) => boolean
  /** The first and last day of any row; null when nothing has a date. */
  days: () => [number, number] | null
  /** Chooses a row, or a phase in the band of a plan's row. */
  pick: (index: number, phase: string | null) => void
  hover: (index: number) => void
}

export function useChart(canvas: Ref<HTMLCanvasElement | null>, source: ChartSource) {
  const size = shallowRef({ width: 0, height: 0 })
  const todayNumber = computed(() => lastDayOf(todayIs.value) ?? 0)
  const pointer = usePointer(canvas, source, redraw)
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
      phase: phase.value,
      schedule: {
        links: showLinks.value ? (overlay.value?.links ?? []) : [],
        chosen: chosenLink.value,
        showCritical: showCritical.value,
        critical: critical.value,
        ghosts: pointer.ghosts(),
        knobs: pointer.knobs(),
      },
    })
  }

  /** What the chart shows besides rows and time, for a picture of it. */
  function onPaper(): Paper['picture'] {
    const status = asOf.value ? lastDayOf(asOf.value) : null
    return {
      today: todayNumber.value,
      asOf: status === todayNumber.value ? null : status,
      schedule: {
        links: showLinks.value ? (overlay.value?.links ?? []) : [],
        chosen: null,
        showCritical: showCritical.value,
        critical: critical.value,
        ghosts: { bars: [], line: null },
        knobs: [],
      },
    }
  }

  const width = computed(() => size.value.width)
  function set(to: TimeScale): void {
    scale.value = to
    shownWidth.value = width.value
  }
  /** The day that is looked from: the status date, else today. */
  const lookedFrom = () => (asOf.value && lastDayOf(asOf.value)) || todayNumber.value
  /** From the first day to the last, with the day that is looked from. */
  function wholeTime(): [number, number] {
    const day = lookedFrom()
    const [first, last] = source.days() ?? [day - 180, day + 180]
    return [Math.min(first, day), Math.max(last, day)]
  }
  /** All of the time. */
  function showAll(): void {
    if (width.value > 0) set(fitted(...wholeTime(), width.value))
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

  /** Gives what has no date a first one, as exact as the zoom: that of a day. */
  function dateOn(item: UndatedItem, day: number): void {
    const now = scale.value
    if (!now || (item.kind !== 'task' && item.kind !== 'project')) return
    const date = dateAt(Math.floor(day), snapOf(now.perDay))
    void propose(item.name, [{ kind: item.kind, id: item.id, starts: date, ends: date }])
  }
  function dateAtPixel(item: UndatedItem, x: number): void {
    if (scale.value) dateOn(item, dayAt(scale.value, x))
  }
  const dateToday = (item: UndatedItem) => dateOn(item, todayNumber.value)

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

  const watched = new ResizeObserver(([entry]) => {
    if (!entry) return
    size.value = { width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) }
    if (!scale.value && source.days()) showAll()
    else if (scale.value && shownWidth.value > 0 && width.value > 0 && shownWidth.value !== width.value)
      set(resized(scale.value, shownWidth.value, width.value, lookedFrom(), wholeTime()))
    if (scale.value && width.value > 0) shownWidth.value = width.value
    paint()
  })
  onMounted(() => {
    if (canvas.value?.parentElement) watched.observe(canvas.value.parentElement)
  })
  onBeforeUnmount(() => {
    watched.disconnect()
    cancelAnimationFrame(waiting)
  })
  watch([scale, asOf, todayIs, overlay, showLinks, showCritical, chosenLink, underway], redraw)
  // the tokens are those of the theme that is on by then
  watch([dark, () => prefs.value.language], async () => {
    await nextTick()
    look = null
    redraw()
  })
  return { redraw, showAll, zoom, showUnit, showToday, dateAtPixel, dateToday, onPaper, wheel, ...pointer }
}
