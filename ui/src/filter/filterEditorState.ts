/** Whether the filter editor is open and which list it shows. */
import { ref } from 'vue'
import type { ListField } from '@/stores/filter'

export type EditorField = ListField | 'overdue' | 'dates' | 'percent' | 'mapped' | 'text'

const open = ref(false)
const field = ref<EditorField>('plans')

export const filterEditor = {
  open,
  field,
  show(at?: EditorField): void {
    if (at) field.value = at
    open.value = true
  },
  hide(): void {
    open.value = false
  },
}
