/** The light of a row of a ledger and why it is so, in words. */
import { said } from '@/errors'
import { t } from '@/i18n'
import type { LightState, Words } from '@/ipc'

export function rowLightText(row: { light: LightState; light_reason: Words | null }): string {
  const why = row.light_reason ? said(row.light_reason) : ''
  return [t(`timetable.light.${row.light}`), why].filter(Boolean).join(' · ')
}
