/** What the page of targets says of a target in words and numbers. */
import { date, decimal, NONE, plain, unitName, wordLabel } from '@/format'
import { t } from '@/i18n'
import type { Indicator, TargetRow } from '@/ipc'

/** A value as it is told: at most two decimals. */
export function value(n: number | null | undefined): string {
  return n === null || n === undefined ? NONE : plain(Number(decimal(n, 2).replaceAll(',', '')))
}

export function withUnit(n: number | null | undefined, unit: string): string {
  if (n === null || n === undefined) return NONE
  return unit === '%' ? `${value(n)}%` : `${value(n)} ${unitName(unit)}`.trim()
}

/** `≥ 75%`, `1—2 个`. */
export function goal(i: Pick<Indicator, 'operator' | 'value' | 'upper' | 'unit'>): string {
  const upper = i.upper === null ? '' : `—${value(i.upper)}`
  const unit = i.unit === '%' ? '%' : ` ${unitName(i.unit)}`
  return `${t(`inspector.operator.${i.operator}`)} ${value(i.value)}${upper}${unit}`.trim()
}

/** By when, and that it recurs. */
export function deadline(i: Pick<Indicator, 'deadline' | 'recurrence'>): string {
  const due = i.deadline ? date(i.deadline) : t('targets.noDeadline')
  return i.recurrence === 'yearly' ? `${t('targets.yearly')} ${i.deadline ? due : ''}`.trim() : due
}

/** How a value is known and of when, for a tooltip. */
export function source(row: TargetRow): string {
  if (!row.now) return t('targets.unreported')
  return [t(`targets.origin.${row.now.origin}`), row.of_region ?? '', date(row.now.on)]
    .filter(Boolean)
    .join(' · ')
}

/** Whose target it is: the words of the plan, else the regions or the class. */
export function scopeText(row: TargetRow): string {
  const { scope, scope_class } = row.indicator
  return scope ?? (row.regions.join(t('targets.comma')) || wordLabel('ScopeClass', scope_class))
}
