/** What the page of money remembers: its sides, the stage and the year of its cells, whose money it shows. */
import { computed, ref } from 'vue'
import { type MoneyRequest, type MoneySide, type MoneyStage, words } from '@/ipc'
import { filter } from '@/stores/filter'
import { remembered } from '@/stores/prefs'

export const sides: readonly MoneySide[] = [
  'plan',
  'town',
  'kind',
  'unit',
  'project',
  'task',
  'source',
  'stage',
  'year',
]
/** Sides that can stand at the head of columns: few enough to be read side by side. */
export const columnSides: readonly MoneySide[] = ['source', 'stage', 'year', 'plan', 'town', 'kind', 'unit']
export const stages: readonly MoneyStage[] = words.MoneyStage.map((stage) => stage.word)

export const rows = remembered<MoneySide>('money.rows', 'town')
export const columns = remembered<MoneySide>('money.columns', 'source')
/** The stage of the cells; null for what is planned. */
export const stage = remembered<MoneyStage | null>('money.stage', null)
/** For as long as the window runs, like the filter. */
export const year = ref<number | null>(null)
export const projectsOnly = remembered<boolean>('money.projectsOnly', false)

/** Whether the cells say their stage themselves. */
export const byStage = computed(() => rows.value === 'stage' || columns.value === 'stage')

/** A side is at one edge alone: the other takes the place of the one that was there. */
export function setRows(side: MoneySide): void {
  if (side === columns.value) columns.value = columnSides.includes(rows.value) ? rows.value : 'source'
  rows.value = side
  if (side === columns.value) columns.value = 'year'
}
export function setColumns(side: MoneySide): void {
  if (side === rows.value) rows.value = columns.value
  columns.value = side
}

export const request = computed<MoneyRequest>(() => ({
  filter: filter.value,
  year: year.value,
  projects_only: projectsOnly.value,
  view: { rows: rows.value, columns: columns.value, stage: byStage.value ? null : stage.value },
}))
