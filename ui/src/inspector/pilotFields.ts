/** The part of a form that names a town a pilot of a plan. */
import { wordOptions } from '@/format'
import type { Filled, FormField } from '@/forms/rowForm'
import { t } from '@/i18n'
import type { Choice } from '@/ipc'
import type { Pilot } from './newRows'

/** Plan, category, level and status; with `required` a plan must be chosen. */
export function pilotFields(plans: Choice[], required: boolean): FormField[] {
  return [
    {
      key: 'plan',
      label: t('making.pilotPlan'),
      kind: 'choice',
      required,
      options: plans,
      initial: required && plans.length === 1 ? plans[0]?.value : undefined,
      placeholder: required ? undefined : t('making.noPilot'),
    },
    {
      key: 'category',
      label: t('inspector.column.category'),
      kind: 'choice',
      required: true,
      initial: 'demonstration',
      options: wordOptions('Category'),
    },
    {
      key: 'level',
      label: t('inspector.column.level'),
      kind: 'choice',
      options: wordOptions('PilotLevel'),
      placeholder: t('inspector.pilots.noLevel'),
    },
    {
      key: 'status',
      label: t('inspector.column.status'),
      kind: 'choice',
      required: true,
      initial: 'active',
      options: wordOptions('PilotStatus'),
    },
  ]
}

/** What was filled in; null when no plan was chosen. */
export function readPilot(filled: Filled): Pilot | null {
  const plan = filled.maybe('plan')
  if (plan === null) return null
  return {
    plan,
    category: filled.word('category'),
    level: filled.wordOrNull('level'),
    status: filled.word('status'),
  }
}
