/** What deserves a second look in the open atlas; looked at again after each change. */
import { computed, ref, shallowRef, watch } from 'vue'
import { errorText } from '@/errors'
import { type CheckReport, type ControlOverlap, IpcError } from '@/ipc'
import { ask } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { emptyFilter } from '@/stores/filter'
import { shownOverlap } from '@/stores/map'

/** A change is followed by others: the check waits until they have come to rest, the longer the more it takes. */
const REST_MS = 500
/** A check that takes longer is not made after each change, but when it is asked for; */
const PATIENCE_MS = 6000
/** though in an atlas this small it was the machine that was busy, and the next check may be quick. */
const SMALL = 2000
/** Atlases with more projects are checked when it is asked for. */
const MOST_BY_ITSELF = 20_000

export const report = shallowRef<CheckReport | null>(null)
export const checking = ref(false)
/** Whether the atlas has changed since the report. */
export const stale = ref(false)
export const failure = ref('')

/** How many findings a person should look at. */
export const findings = computed(() => {
  const r = report.value
  if (!r) return 0
  const concerns = r.overlaps.filter((o) => o.concern).length
  return (
    concerns + r.invalid.length + r.duplicates.length + r.outside.length + r.dates.length + r.unread.length
  )
})

/** Control lines a project lies in. */
export function overlapsOf(project: string): ControlOverlap[] {
  return report.value?.overlaps.filter((o) => o.project === project) ?? []
}

let asked = 0
let timer: ReturnType<typeof setTimeout> | undefined
let took = 0
/** Checks now. */
export async function checkNow(): Promise<void> {
  asked += 1
  const mine = asked
  if (!atlas.value) {
    report.value = null
    return
  }
  checking.value = true
  const begin = performance.now()
  try {
    const answer = await ask('check', { filter: emptyFilter() })
    if (mine !== asked) return
    took = performance.now() - begin
    report.value = answer
    stale.value = false
    failure.value = ''
  } catch (error) {
    if (mine !== asked) return
    const gaveWay = error instanceof IpcError && error.code === 'check.interrupted'
    if (gaveWay) timer = setTimeout(() => void checkNow(), REST_MS)
    else failure.value = errorText(error)
  } finally {
    if (mine === asked) checking.value = false
  }
}

let file = ''
watch(
  changesOf('check'),
  () => {
    clearTimeout(timer)
    shownOverlap.value = null
    const now = atlas.value?.path ?? ''
    if (now !== file) {
      file = now
      report.value = null
      took = 0
    }
    stale.value = report.value !== null
    const projects = atlas.value?.projects ?? 0
    const quick = projects <= SMALL || (projects <= MOST_BY_ITSELF && took < PATIENCE_MS)
    if (quick) timer = setTimeout(() => void checkNow(), REST_MS + Math.min(took, PATIENCE_MS))
  },
  { immediate: true },
)
