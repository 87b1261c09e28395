/** The page of the dock that shows, by its id; remembered between starts. */
import type { Ref } from 'vue'
import { remembered } from '@/stores/prefs'

export function dockTab(): Ref<string> {
  return remembered('dock.tab', 'projects')
}
