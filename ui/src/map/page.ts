/** 图: the map, as a page of the window. */
import type { PageEntry } from '@/frame/pageEntry'
import { t } from '@/i18n'
import MapView from './MapView.vue'

export default { id: 'map', label: () => t('frame.workspace.map'), component: MapView } satisfies PageEntry
