/** Ties the map to an atlas of more projects than can be drawn one by one: tiles from afar, shapes once few are in view. */
import { toLonLat } from 'ol/proj'
import { call, type FacetCount, type MapFeatures, type ProjectShape } from '@/ipc'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { filter } from '@/stores/filter'
import { fail } from '@/stores/notice'
import { type Flight, select, selected, type Target } from '@/stores/selection'
import { asOf, todayIs } from '@/stores/statusDate'
import { layerLooks } from '../layers/layerLooks'
import type { Seen } from '../legend/legendLines'
import type { MapCore } from '../mapCore'

/** Pixels around a click in which a project is meant. */
const REACH = 6

export class CrowdControl {
  private tiled = false
  private set = 0
  private asked = 0
  /** The selected project stays on the map when it is not among those in view. */
  private kept: ProjectShape | null = null
  private counts: Pick<Seen, 'kinds' | 'stages' | 'overdue' | 'lights'> | null = null
  private known = false

  /** `shown` is called when other projects are drawn than before. */
  constructor(
    private readonly core: MapCore,
    private readonly shown: () => void,
  ) {}

  /** Whether the projects are too many to be on the map all at once. */
  get active(): boolean {
    return this.tiled
  }

  /** Whether it is not known yet what the view holds. */
  get counting(): boolean {
    return this.tiled && !this.known
  }

  /** Takes an answer of the core. */
  take(found: MapFeatures): void {
    this.tiled = found.tiled
    this.core.atlas.crowd.layer.setVisible(false)
    if (!found.tiled) {
      this.counts = null
      return
    }
    this.known = false
    this.set = found.tile_set ?? 0
    void this.showTiles()
    void this.inView()
  }

  /** Shows the tiles of the last answer, with the lights on them if the panel wants them. */
  async showTiles(): Promise<void> {
    if (!this.tiled) return
    const { set } = this
    const version = changesOf('map_features').value
    const { lights } = layerLooks().value
    try {
      if (lights.visible) await call('light_up_map', {})
    } catch (error) {
      fail(error)
    }
    if (this.tiled && set === this.set)
      this.core.atlas.crowd.show(
        set,
        `${version}-${asOf.value ?? todayIs.value}${lights.visible ? '-lit' : ''}`,
      )
  }

  /** Draws what is in view: shapes when they are few, else tiles. */
  async inView(): Promise<void> {
    if (!this.tiled || !atlas.value) return
    this.asked += 1
    const mine = this.asked
    try {
      const rows = await call('map_shapes', { filter: filter.value, bounds: this.core.bounds })
      if (mine !== this.asked || !this.tiled) return
      this.core.atlas.crowd.layer.setVisible(rows === null)
      // the last counts stand until the new ones are there
      if (rows === null) void this.countCrowd(mine)
      else this.counts = null
      this.known ||= rows !== null
      const some = rows ?? []
      const { kept } = this
      const missing = kept && !some.some((row) => row.id === kept.id)
      this.core.atlas.showProjects(missing ? [...some, kept] : some)
      this.shown()
    } catch (error) {
      if (mine === this.asked) fail(error)
    }
  }

  /** What the view holds, with the projects of the crowd. */
  count(seen: Seen): Seen {
    return this.counts ? { ...seen, ...this.counts } : seen
  }

  private async countCrowd(mine: number): Promise<void> {
    const now = filter.value
    const facets = await call('facets', { filter: { ...now, bbox: this.core.bounds } }).catch(() => null)
    if (!facets || mine !== this.asked) return
    const of = (all: FacetCount[], chosen: string[]) =>
      Object.fromEntries(
        all
          .filter((one) => one.projects > 0 && (now.any || chosen.length === 0 || chosen.includes(one.value)))
          .map((one) => [one.value, one.projects]),
      )
    this.known = true
    this.counts = {
      kinds: of(facets.kinds, now.kinds),
      stages: of(facets.stages, now.stages),
      overdue: facets.overdue,
      lights: of(facets.lights, now.lights),
    }
    this.shown()
  }

  /** Brings a project that is selected onto the map; false when it has no place. */
  async keep(target: Target | null): Promise<boolean> {
    if (!this.tiled || target?.kind !== 'project') {
      if (this.kept && target?.id !== this.kept.id) this.kept = null
      return false
    }
    if (this.core.atlas.find('project', target.id)) return true
    const row = await shapeOf(target.id)
    if (!row || selected.value?.id !== target.id) return false
    this.kept = row
    await this.inView()
    return true
  }

  /** Flies to a project that is not among those drawn. */
  async fly(flight: Flight): Promise<boolean> {
    if (!this.tiled || flight.to !== 'target' || flight.target.kind !== 'project') return false
    const row = await shapeOf(flight.target.id)
    if (!row) return false
    this.kept = row
    const held = this.core.atlas
    held.showProjects([row])
    return this.core.fly(flight)
  }

  /** A click on the crowd: closer to many, or the one that is meant. True when there was something. */
  async click(pixel: number[], at: number[]): Promise<boolean> {
    const count = this.tiled ? this.core.crowdAt(pixel) : 0
    if (count > 1) {
      this.core.closer(at)
      return true
    }
    if (count === 0) return false
    const [lon = 0, lat = 0] = toLonLat(at)
    const [row] = await call('map_hits', {
      filter: filter.value,
      at: [lon, lat],
      tolerance: REACH * this.core.groundResolution,
      limit: 1,
    })
    if (!row) return false
    this.kept = row
    select({ kind: 'project', id: row.id })
    await this.inView()
    return true
  }
}

/** A project as the map draws it; null when it has no place. */
async function shapeOf(id: string): Promise<ProjectShape | null> {
  const [row] = await call('project_shapes', { ids: [id] }).catch(() => [])
  return row ?? null
}
