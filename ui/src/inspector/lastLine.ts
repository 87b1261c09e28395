/** The line of money that was added last, from which the next one begins. */
import { shallowRef } from 'vue'
import type { NewLine } from './edits'

export const lastLine = shallowRef<NewLine | null>(null)
