/** How many footprints of the open atlas are still to be measured: until then totals lack their lengths and areas. */
import { ref } from 'vue'
import { IpcError } from '@/ipc'
import { on } from '@/ipc/events'
import { atlas as opened } from '@/stores/atlas'
import { fail } from '@/stores/notice'

export const unmeasured = ref(opened.value?.unmeasured ?? 0)

let file = opened.value?.path ?? ''
on('atlas:changed', ({ atlas }) => {
  // of the same file the core tells how it goes on; an answer may be older than that
  if (atlas?.path === file) return
  file = atlas?.path ?? ''
  unmeasured.value = atlas?.unmeasured ?? 0
})
on('job:progress', ({ job, done, total }) => {
  if (job === 'measure') unmeasured.value = total - done
})
on('job:ended', ({ job, problem }) => {
  if (job !== 'measure') return
  unmeasured.value = 0
  if (problem) fail(new IpcError(problem))
})
