/** The page of money at work: its rows page by page, what they say of the whole, and what stands behind a cell. */
import { ref, shallowRef, watch } from 'vue'
import type { MoneyDetail, MoneyPage, MoneyRow } from '@/ipc'
import { ask } from '@/ipc/questions'
import { createPages } from '@/ledger/pagedRows'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { request, year } from './moneyState'

/** A cell that was chosen: keys of its row and column; null for the sum of all. */
export interface ChosenCell {
  row: string | null
  column: string | null
}

export function useMoney(inSight: () => [number, number]) {
  const whole = shallowRef<MoneyPage | null>(null)
  const chosen = ref<ChosenCell | null>(null)
  const behind = shallowRef<MoneyDetail | null>(null)

  const pages = createPages<MoneyRow>(async (offset, limit) => {
    const page = await ask('money_page', { request: request.value, offset, limit })
    whole.value = page
    return page
  })

  /** Every row, for copying. */
  function everything(): Promise<MoneyPage> {
    return ask('money_page', { request: request.value, offset: 0, limit: 4_294_967_295 })
  }

  let asked = 0
  async function look(): Promise<void> {
    asked += 1
    const mine = asked
    const cell = chosen.value
    const answer = cell && (await ask('money_behind', { request: request.value, ...cell }).catch(() => null))
    if (mine === asked) behind.value = answer
  }

  async function reload(): Promise<void> {
    if (!atlas.value) return
    await pages.reset(...inSight())
    const years = whole.value?.years
    if (years && year.value !== null && !years.includes(year.value)) year.value = null
  }

  watch(
    () => request.value.view,
    (now, before) => {
      if (now.rows !== before.rows || now.columns !== before.columns) chosen.value = null
    },
  )
  watch([request, changesOf('money_page')], reload, { deep: true, immediate: true })
  watch([chosen, request, changesOf('money_behind')], look, { deep: true })
  return { pages, whole, chosen, behind, everything, reload }
}
