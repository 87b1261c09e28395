/** The status date of the window: lights, late lists, totals, task books and the map are as of that day. The core judges on
 * it too, so that all that asks the core has the same. */
import { ref, watch } from 'vue'
import { call } from '@/ipc'
import { on, tell } from '@/ipc/events'
import { atlas } from './atlas'
import { fail } from './notice'
import { today } from './outputFolder'

/** The status date, `2026-11-30`; null for today. */
export const asOf = ref<string | null>(null)
/** The day of today, as the core says it once it has. */
export const todayIs = ref(today.day())

let path: string | null = null
on('atlas:changed', ({ atlas: now }) => {
  // another atlas is looked at today
  if (now && now.path !== path) asOf.value = null
  path = now?.path ?? null
})

watch(asOf, async (as_of) => {
  try {
    await call('set_status_date', { as_of })
    if (atlas.value) tell('atlas:changed', { atlas: atlas.value, touched: null })
  } catch (error) {
    fail(error)
  }
})
