/** Names of coordinate systems in the language of the window. */
import { t } from '@/i18n'
import type { CrsDatum, CrsLabel } from '@/ipc'

function datumName(datum: CrsDatum): string {
  return t(`systems.datums.${datum}`)
}

export function systemName(label: CrsLabel): string {
  switch (label.code) {
    case 'named':
      return label.name
    case 'degrees':
      return t('systems.names.degrees', { datum: datumName(label.datum) })
    case 'web_mercator':
    case 'gcj02':
    case 'bd09':
      return t(`systems.names.${label.code}`)
    case 'utm':
      return t('systems.names.utm', { zone: label.zone })
    case 'gauss':
    case 'gauss_prefixed':
      return t(`systems.names.${label.code}`, { ...label, datum: datumName(label.datum) })
  }
}
