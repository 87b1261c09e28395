/** What is looked for in each ledger; it narrows that ledger alone, and is forgotten when another atlas opens. */
import { computed, ref, type WritableComputedRef, watch } from 'vue'
import { atlas } from '@/stores/atlas'
import type { Ledger } from './ledgerColumns'

const nothing: Record<Ledger, string> = { projects: '', tasks: '', towns: '', units: '' }
const finds = ref(nothing)

watch(
  () => atlas.value?.path,
  () => {
    finds.value = nothing
  },
)

export function ledgerFind(ledger: Ledger): WritableComputedRef<string> {
  return computed({
    get: () => finds.value[ledger],
    set: (text) => {
      finds.value = { ...finds.value, [ledger]: text }
    },
  })
}
