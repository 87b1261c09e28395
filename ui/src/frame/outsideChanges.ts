/** Tells what other programs did to the file that was opened. */
import { t } from '@/i18n'
import type { AtlasSummary } from '@/ipc'
import { notify } from '@/stores/notice'

/** Tells once, after opening, that another program had changed the file. */
export function tellOutside(atlas: AtlasSummary | null): void {
  if (atlas?.outside) notify('info', t('frame.outside'))
}
