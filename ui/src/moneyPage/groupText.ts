/** What a row or a column of the table of money is called, and the thing it is. */
import { wordLabel } from '@/format'
import { t } from '@/i18n'
import type { MoneyGroup, MoneySide } from '@/ipc'
import type { Target } from '@/stores/selection'

export function groupText(group: MoneyGroup, side: MoneySide): string {
  if (group.key === '') return t(`moneyPage.none.${side}`)
  if (group.key === '*') return t(`moneyPage.several.${side === 'unit' ? 'unit' : 'task'}`)
  if (side === 'kind') return wordLabel('ProjectKind', group.key)
  if (side === 'source') return wordLabel('MoneySource', group.key)
  if (side === 'stage') return wordLabel('MoneyStage', group.key)
  if (side === 'year') return t('moneyPage.yearOf', { y: group.key })
  return group.name
}

/** The plan, town, unit, project or task that a group is; null for words, years, and what is of none or several. */
export function groupTarget(group: MoneyGroup, side: MoneySide): Target | null {
  if (group.key === '' || group.key === '*') return null
  const things: readonly MoneySide[] = ['plan', 'town', 'unit', 'project', 'task']
  return things.includes(side) ? { kind: side as Target['kind'], id: group.key } : null
}
