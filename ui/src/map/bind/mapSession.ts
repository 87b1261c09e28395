/** Ties a map to the stores: contents follow the filter, marks follow the selection, the view tells what it shows. */

import { toLonLat } from 'ol/proj'
import { effectScope, shallowRef, watch } from 'vue'
import { call, type MapFeatures } from '@/ipc'
import { ask, ON_MAP } from '@/ipc/questions'
import { throttle } from '@/lists/throttle'
import { atlas } from '@/stores/atlas'
import { type Changes, changesOf, collectChanges, touches } from '@/stores/changes'
import { conditions, filter } from '@/stores/filter'
import { COUNTY_ZOOM, camera, inView, pointer, scale, wantedCamera, zoom } from '@/stores/map'
import { fail } from '@/stores/notice'
import { dark } from '@/stores/prefs'
import { type Flight, flight, hovered, multi, selected, type Target } from '@/stores/selection'
import { namesShown, showMapLayers } from '@/userLayers/userLayersOnMap'
import { setController } from '../edit/drawActions'
import { DrawController } from '../edit/drawController'
import * as ui from '../edit/drawState'
import { bindMap } from '../edit/mapKeys'
import { layerLooks } from '../layers/layerLooks'
import { countInView, type Seen } from '../legend/legendLines'
import { MapCore } from '../mapCore'
import { showControls } from './controlAreasBinding'
import { CrowdControl } from './projectTilesBinding'
import { exposeForTests } from './testProbe'
import { showOutlines } from './townBoundariesBinding'
import { showTownMoney } from './townMoneyBinding'
import { lookFor } from './whereabouts'

/** What the legend counts; more than the rest of the window needs. */
export const seen = shallowRef<Seen>(countInView([]))
/** Whether it was counted yet: an empty legend means something only then. */
export const counted = shallowRef(false)
/** Metres a pixel covers in the middle of the view, for the scale bar. */
export const groundResolution = shallowRef(0)

/** Projects that are drawn anew one by one; of more all are read again. */
const MOST_TOUCHED = 200

/** Ids of the projects that alone differ on a map without a filter; null when more does, or so many. */
function onlyProjects(changes: Changes): string[] | null {
  const others = ON_MAP.filter((table) => table !== 'projects')
  const ids = [...(changes.rows.get('projects') ?? [])]
  return touches(changes, others) || ids.length > MOST_TOUCHED ? null : ids
}

export interface Session {
  core: MapCore
  draw: DrawController
  end(): void
}

/** Opens a map in an element. */
export function openSession(target: HTMLElement): Session {
  counted.value = false
  const core = new MapCore(target, dark.value)
  const draw = new DrawController(core)
  const scope = effectScope(true)
  let asked = 0
  let stood = false
  /** Projects of the atlas when all of the map was read last; null when it was never. */
  let projects: number | null = null
  const changes = collectChanges()
  /** Reads that have not answered yet, and a flight to something one of them may bring. */
  let reading = 0
  let waiting: Flight | null = null
  /** Whether the lights were shown last. */
  let lit = layerLooks().value.lights.visible

  const chosen = (): Target[] => {
    const many = multi.value.map((id) => ({ kind: 'project' as const, id }))
    return many.length > 0 ? many : selected.value ? [selected.value] : []
  }
  const mark = (): void => core.mark(chosen(), hovered.value, ui.drawingState.value?.projectId ?? null)
  const tell = (): void => {
    camera.value = core.camera
    zoom.value = core.camera.zoom
    scale.value = core.scaleDenominator
    groundResolution.value = core.groundResolution
    const now = crowd.count(countInView(core.inView()))
    seen.value = now
    inView.value = now
    townMoney.placed()
    counted.value = stood && !crowd.counting
  }
  const townMoney = showTownMoney(core)
  const crowd = new CrowdControl(core, () => {
    draw.loaded()
    mark()
    tell()
    ui.editable.value = editableShape()
  })
  draw.under.beneath = (pixel, at) => crowd.click(pixel, at)
  /** What follows when other things are drawn than before. */
  const drawn = (): void => {
    draw.loaded()
    mark()
    tell()
    ui.editable.value = editableShape()
    if (waiting && !core.fly(waiting)) void find(waiting)
    waiting = null
  }
  const take = (found: MapFeatures): void => {
    core.show(found)
    if (!stood) core.home(false)
    stood = true
    core.begin()
    crowd.take(found)
    drawn()
  }
  /** Reads all of the map. */
  const read = async (): Promise<void> => {
    changes.take()
    projects = atlas.value?.projects ?? null
    await answer(
      () => ask('map_features', { filter: filter.value }),
      (found) => take(found),
    )
  }
  /** Reads what was touched, if that is all that can be another. */
  const follow = async (): Promise<void> => {
    // an answer on its way may be older than the change
    const whole = !stood || reading > 0 || crowd.active || conditions.value > 0
    const taken = changes.take()
    const ids = whole || projects !== atlas.value?.projects ? null : onlyProjects(taken)
    if (ids === null) return read()
    if (ids.length === 0) return
    await answer(
      () => call('project_shapes', { ids }),
      (rows) => {
        core.replaceProjects(ids, rows)
        drawn()
      },
    )
  }
  const answer = async <T>(question: () => Promise<T>, show: (found: T) => void): Promise<void> => {
    asked += 1
    const mine = asked
    if (!atlas.value) return
    reading += 1
    try {
      const found = await question()
      if (mine === asked) show(found)
    } catch (error) {
      core.begin()
      if (mine === asked) fail(error)
    } finally {
      reading -= 1
    }
  }
  /** Goes to what is not drawn: a project of the crowd, or the nearest place that is known of the thing. */
  const find = async (to: Flight): Promise<void> => {
    try {
      if ((await crowd.fly(to)) || to.to !== 'target') return
      const isThere = (mark: Target) => core.atlas.find(mark.kind, mark.id) !== null
      const found = await lookFor(to.target, isThere)
      if (!found || flight.value !== to) return
      if ('marks' in found) core.flyToAll(found.marks)
      else if ('bounds' in found) core.fly({ to: 'bounds', bounds: found.bounds })
      else core.fly({ to: 'point', at: found.at, zoom: COUNTY_ZOOM })
    } catch (error) {
      fail(error)
    }
  }
  const editableShape = () => {
    const chosen = selected.value
    if (chosen?.kind === 'town')
      return core.outlines.layer.getVisible() ? (core.outlines.get(chosen.id)?.shape ?? null) : null
    return chosen?.kind === 'project' ? core.atlas.ownShape(chosen.id) : null
  }

  scope.run(() => {
    watch(filter, read, { deep: true })
    watch(changesOf('map_features'), follow)
    watch([selected, multi], () => {
      mark()
      ui.editable.value = editableShape()
    })
    watch(hovered, () => core.point(chosen(), hovered.value, ui.drawingState.value?.projectId ?? null))
    watch(selected, (now) => {
      void crowd.keep(now)
    })
    watch(selected, (now) => {
      const subject = ui.drawingState.value?.projectId ?? null
      const sketching = ui.mode.value.name !== 'select'
      if (sketching && subject !== null && now?.id !== subject) void draw.pick('select')
    })
    watch(ui.drawingState, mark)
    watch(flight, (to) => {
      // what a change has just made is on the map once the answer to it is read
      const there = !to || core.fly(to)
      waiting = !there && reading > 0 ? to : null
      if (to && !there && !waiting) void find(to)
    })
    watch(wantedCamera, (to) => to && core.stand(to))
    watch(
      [layerLooks(), namesShown] as const,
      ([looks, named]) => {
        core.applyLooks(looks, named)
        if (stood) tell()
        if (looks.lights.visible !== lit) void crowd.showTiles()
        lit = looks.lights.visible
      },
      { deep: true, immediate: true },
    )
  })
  const repaint = (): void => {
    core.retheme(dark.value)
    draw.layers.restyle(core.currentStyles.tokens)
    mark()
  }
  repaint()
  // the tokens change with the attribute of the root element, some time after the setting does
  const themed = new MutationObserver(repaint)
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  core.map.on('moveend', () => {
    // what was alone may be in a cluster now
    mark()
    tell()
    void crowd.inView()
  })
  core.view.on('change:resolution', () => core.spider.close())
  // a busy machine may tell the end of a movement late: who keeps a view meanwhile keeps what is seen
  const move = (): void => {
    camera.value = core.camera
  }
  core.view.on(['change:center', 'change:resolution'], move)

  const point = throttle((event: PointerEvent): void => {
    // the map is being dragged: the place under the pointer goes along
    if (core.view.getInteracting()) return
    const at = core.map.getEventCoordinate(event)
    const [lon, lat] = at ? toLonLat(at) : []
    pointer.value = lon === undefined || lat === undefined ? null : { lon, lat }
  }, 40)
  const leave = (): void => {
    draw.left()
    pointer.value = null
    ui.caught.value = null
    if (ui.mode.value.name === 'select') hovered.value = null
  }
  target.addEventListener('pointermove', point)
  target.addEventListener('pointerleave', leave)
  const resized = new ResizeObserver(() => core.map.updateSize())
  resized.observe(target)
  const hideControls = showControls(core)
  const hideOutlines = showOutlines(core, () => {
    townMoney.placed()
    draw.loaded()
    ui.editable.value = editableShape()
  })
  const hideMapLayers = showMapLayers(core.map)
  const unbind = bindMap(core, draw)
  setController(draw)
  const unexpose = exposeForTests(core, draw)
  void read()

  return {
    core,
    draw,
    end() {
      scope.stop()
      changes.stop()
      unbind()
      hideControls()
      hideOutlines()
      townMoney.end()
      hideMapLayers()
      unexpose()
      setController(null)
      resized.disconnect()
      themed.disconnect()
      target.removeEventListener('pointermove', point)
      target.removeEventListener('pointerleave', leave)
      draw.dispose()
      core.dispose()
      pointer.value = null
    },
  }
}
