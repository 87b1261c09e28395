/** The findings of a check as lines of a list. */
import { said } from '@/errors'
import { date, decimal, length, mu, wordLabel, wordWithin } from '@/format'
import { t } from '@/i18n'
import { outsideText, problemText } from '@/inspector/placeText'
import type { CheckReport, ControlOverlap, Shape } from '@/ipc'
import type { Target } from '@/stores/selection'

export const GROUPS = ['concern', 'within', 'invalid', 'duplicate', 'outside', 'dates', 'unread'] as const
export type Group = (typeof GROUPS)[number]

export interface Finding {
  key: string
  group: Group
  target: Target | null
  name: string
  detail: string
  amount: string
  percent: string
  source: string
  dated: string
  /** `null` if there is no place to go to. */
  at: [number, number] | null
  common: Shape | null
}

/** Square metres that are a hundredth of a 亩. */
const HUNDREDTH_MU = 20 / 3

/** How much of a footprint lies in a control line: 亩 as everywhere in the window, a length, or a point. */
export function amountOf(overlap: Pick<ControlOverlap, 'area_m2' | 'length_m'>): string {
  if (overlap.area_m2 > 0)
    return overlap.area_m2 < HUNDREDTH_MU ? `<0.01 ${t('frame.unit.mu')}` : mu(overlap.area_m2)
  return overlap.length_m > 0 ? length(overlap.length_m) : t('checks.point')
}

/** Its share of the footprint, with one decimal, two when it is small. */
export function shareOf(overlap: Pick<ControlOverlap, 'percent'>): string {
  const { percent } = overlap
  if (percent > 0 && percent < 0.01) return '<0.01%'
  return `${decimal(percent, percent < 1 ? 2 : 1)}%`
}

/** The control line by its kind and name. */
export function lineName(overlap: Pick<ControlOverlap, 'kind' | 'control_name'>): string {
  const kind = wordLabel('ControlKind', overlap.kind)
  return overlap.control_name ? t('checks.of', { kind, name: overlap.control_name }) : kind
}

/** What the inspector says of an overlap: 压占永久基本农田 1.23 亩（5.6%）. */
export function overlapText(overlap: ControlOverlap): string {
  const values = {
    what: wordWithin('ControlKind', overlap.kind),
    amount: amountOf(overlap),
    percent: shareOf(overlap),
  }
  return overlap.concern ? t('checks.occupies', values) : t('checks.inside', values)
}

function targetOf(table: string, id: string): Target | null {
  if (table === 'projects') return { kind: 'project', id }
  return table === 'sites' ? { kind: 'site', id } : null
}

/** Every finding, in the order of the groups. */
export function findingsOf(report: CheckReport): Finding[] {
  const nothing = { amount: '', percent: '', source: '', dated: '', common: null }
  const project = (id: string): Target => ({ kind: 'project', id })
  return [
    ...report.overlaps.map(
      (o): Finding => ({
        key: `overlap/${o.project}/${o.control}`,
        group: o.concern ? 'concern' : 'within',
        target: project(o.project),
        name: o.project_name,
        detail: lineName(o),
        amount: amountOf(o),
        percent: shareOf(o),
        source: o.source ?? '',
        dated: o.dated ? date(o.dated) : '',
        at: o.at,
        common: o.common,
      }),
    ),
    ...report.invalid.map(
      (i): Finding => ({
        ...nothing,
        key: `invalid/${i.table}/${i.id}`,
        group: 'invalid',
        target: targetOf(i.table, i.id),
        name: i.name,
        detail: problemText(i.code),
        at: i.at,
      }),
    ),
    ...report.duplicates.map(
      (d): Finding => ({
        ...nothing,
        key: `duplicate/${d.projects.join('/')}`,
        group: 'duplicate',
        target: project(d.projects[0]),
        name: d.names[0],
        detail: t('checks.apart', { name: d.names[1], n: decimal(d.distance_m, 0) }),
        at: d.at,
      }),
    ),
    ...report.outside.map(
      (o): Finding => ({
        ...nothing,
        key: `outside/${o.project}`,
        group: 'outside',
        target: project(o.project),
        name: o.name,
        detail: outsideText(o),
        at: o.at,
      }),
    ),
    ...report.dates.map(
      (d): Finding => ({
        ...nothing,
        key: `dates/${d.table}/${d.id}/${d.words.zh}`,
        group: 'dates',
        target: d.table === 'tasks' ? { kind: 'task', id: d.id } : targetOf(d.table, d.id),
        name: d.name,
        detail: said(d.words),
        at: null,
      }),
    ),
    ...report.unread.map(
      (u): Finding => ({
        ...nothing,
        key: `unread/${u.table}/${u.id}/${u.column}`,
        group: 'unread',
        target: targetOf(u.table, u.id),
        name: u.name || u.id,
        detail: t('checks.unread', { column: u.column, value: u.value, why: said(u.reason) }),
        at: null,
      }),
    ),
  ]
}

/** How many findings each group has. */
export function countGroups(findings: readonly Finding[]): Record<Group, number> {
  const counts = { concern: 0, within: 0, invalid: 0, duplicate: 0, outside: 0, dates: 0, unread: 0 }
  for (const finding of findings) counts[finding.group] += 1
  return counts
}
