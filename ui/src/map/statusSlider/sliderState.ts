/** Whether the slider of status dates is open over the map. */
import { ref } from 'vue'
import { asOf } from '@/stores/statusDate'

export const sliderOpen = ref(false)

/** Opens it; closing goes back to today. */
export function toggleSlider(): void {
  sliderOpen.value = !sliderOpen.value
  if (!sliderOpen.value) asOf.value = null
}
