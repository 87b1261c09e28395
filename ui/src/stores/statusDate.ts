/** The status date of the window: lights, late lists and task books are as of that day. */
import { ref } from 'vue'
import { today } from './outputFolder'

/** The status date, `2026-11-30`; null for today. */
export const asOf = ref<string | null>(null)
/** The day of today, as the core says it once it has. */
export const todayIs = ref(today.day())
