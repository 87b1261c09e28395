/** How the user sorts and lays out each ledger; remembered between starts. */
import { computed, type WritableComputedRef } from 'vue'
import type { Sort } from '@/ipc'
import { remembered } from '@/stores/prefs'
import { type ColumnChoice, type Ledger, usualColumns } from './ledgerColumns'

/** The order of the plan. */
const own: Sort = { column: '', descending: false }

export function ledgerSort(ledger: Ledger): WritableComputedRef<Sort> {
  const all = remembered<Record<Ledger, Sort>>('dock.sort', { projects: own, tasks: own, towns: own })
  return computed({
    get: () => all.value[ledger],
    set: (sort) => {
      all.value = { ...all.value, [ledger]: sort }
    },
  })
}

export function ledgerLayout(ledger: Ledger): WritableComputedRef<ColumnChoice> {
  const all = remembered<Record<Ledger, ColumnChoice>>('dock.columns', {
    projects: usualColumns,
    tasks: usualColumns,
    towns: usualColumns,
  })
  return computed({
    get: () => all.value[ledger],
    set: (layout) => {
      all.value = { ...all.value, [ledger]: layout }
    },
  })
}
