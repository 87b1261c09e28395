/** Money by town on the map: asked while the layer shows, for the filter of the window. */
import { effectScope, shallowRef, watch } from 'vue'
import { decimal, wanYuan } from '@/format'
import { ask } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { filter } from '@/stores/filter'
import { fail } from '@/stores/notice'
import { remembered } from '@/stores/prefs'
import { layerLooks } from '../layers/layerLooks'
import {
  isRate,
  type MoneyClass,
  type MoneyMeasure,
  moneyClasses,
  type TownValue,
  townValues,
} from '../layers/townMoneyClasses'
import type { MapCore } from '../mapCore'

const ALL = 4_294_967_295

/** What the layer shows, for the legend; null while it is hidden. */
export const townMoney = shallowRef<{
  classes: MoneyClass[]
  values: TownValue[]
  /** Towns with a value that have no place on the map. */
  unplaced: number
} | null>(null)

export const moneyMeasure = remembered<MoneyMeasure>('map.money.measure', 'planned')

/** The value of a town in words: 万元, or per cent. */
export function moneyText(value: number, measure: MoneyMeasure): string {
  return isRate(measure) ? `${decimal(value * 100, 1)}%` : wanYuan(value)
}

/** Keeps the layer of a map as the atlas, the filter and the panel want; returns how that ends and how it is drawn anew
 * when towns or boundaries came. */
export function showTownMoney(core: MapCore): { end: () => void; placed: () => void } {
  let asked = 0
  const tell = (classes: MoneyClass[], values: TownValue[]): void => {
    townMoney.value = { classes, values, unplaced: core.money.unplaced }
  }
  const load = async (): Promise<void> => {
    asked += 1
    const mine = asked
    const measure = moneyMeasure.value
    if (!atlas.value || !layerLooks().value.money.visible) {
      core.money.show(null)
      townMoney.value = null
      return
    }
    try {
      const view = { rows: 'town', columns: 'stage', stage: null } as const
      const request = { filter: filter.value, year: null, projects_only: false, view }
      const page = await ask('money_page', { request, offset: 0, limit: ALL })
      if (mine !== asked) return
      const values = townValues(page.rows, measure)
      const classes = moneyClasses(values, measure)
      core.money.show({
        values,
        classes,
        sized: !isRate(measure),
        label: (value) => moneyText(value, measure),
      })
      tell(classes, values)
    } catch (error) {
      if (mine === asked) fail(error)
    }
  }
  const scope = effectScope(true)
  scope.run(() => {
    watch([filter, moneyMeasure, changesOf('money_page'), () => layerLooks().value.money.visible], load, {
      deep: true,
      immediate: true,
    })
    watch(
      layerLooks(),
      ({ money }) => {
        for (const layer of core.money.layers) {
          layer.setVisible(money.visible)
          layer.setOpacity(money.opacity)
        }
      },
      { deep: true, immediate: true },
    )
  })
  return {
    end: () => {
      scope.stop()
      townMoney.value = null
    },
    placed: () => {
      const now = townMoney.value
      if (!now) return
      core.money.draw()
      tell(now.classes, now.values)
    },
  }
}
