/** The selected project when it has a footprint: a shape drawn now may replace it. */
import { shallowRef, watch } from 'vue'
import { selected } from '@/stores/selection'
import { subjectOf } from './commit'
import type { Subject } from './drawMode'

export function selectedSubject() {
  const subject = shallowRef<Subject | null>(null)
  watch(
    selected,
    async (now) => {
      const found = now?.kind === 'project' ? await subjectOf(now.id).catch(() => null) : null
      subject.value = found?.shape ? found : null
    },
    { immediate: true },
  )
  return subject
}
