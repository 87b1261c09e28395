/** How the user sorts and lays out each ledger; remembered between starts. */
import { computed, type WritableComputedRef } from 'vue'
import { remembered } from '@/stores/prefs'
import { type ColumnChoice, type Ledger, type SortChoice, usualColumns } from './ledgerColumns'

/** The order of the plan. */
const own: SortChoice = { column: '', descending: false }

export function ledgerSort(ledger: Ledger): WritableComputedRef<SortChoice> {
  const all = remembered<Partial<Record<Ledger, SortChoice>>>('dock.sort', {})
  return computed({
    get: () => all.value[ledger] ?? own,
    set: (sort) => {
      all.value = { ...all.value, [ledger]: sort }
    },
  })
}

export function ledgerLayout(ledger: Ledger): WritableComputedRef<ColumnChoice> {
  const all = remembered<Partial<Record<Ledger, ColumnChoice>>>('dock.columns', {})
  return computed({
    get: () => all.value[ledger] ?? usualColumns,
    set: (layout) => {
      all.value = { ...all.value, [ledger]: layout }
    },
  })
}
