/** What changed in the open atlas, told question by question: each asks again only when a table it depends on was touched. */
import { type Ref, ref } from 'vue'
import type { Touched } from '@/ipc'
import { on } from '@/ipc/events'
import { DEPENDS_ON, type Question, TABLES, type Table } from '@/ipc/questions'

/** Changes since they were last looked at. */
export interface Changes {
  /** Whether anything may be another now. */
  all: boolean
  /** Ids of the rows that were touched, by table. */
  rows: ReadonlyMap<string, ReadonlySet<string>>
}

const known: ReadonlySet<string> = new Set(TABLES)

/** Whether changes touch one of the tables. */
export function touches(changes: Changes, tables: readonly Table[]): boolean {
  return changes.all || tables.some((table) => changes.rows.has(table))
}

const counters = new Map<Question, Ref<number>>()

/** Counts the changes that the answer of a question depends on; what shows that answer watches it. */
export function changesOf(question: Question): Ref<number> {
  const there = counters.get(question)
  if (there) return there
  const counter = ref(0)
  counters.set(question, counter)
  return counter
}

/** Collects what is touched from now on; `take` hands it over and begins anew. */
export function collectChanges(): { take(): Changes; stop(): void } {
  let all = false
  let rows = new Map<string, Set<string>>()
  const stop = on('atlas:changed', ({ touched }) => {
    if (!touched) all = true
    for (const { table, id } of touched ?? []) {
      all ||= !known.has(table)
      const ids = rows.get(table) ?? new Set()
      rows.set(table, ids.add(id))
    }
  })
  return {
    take() {
      const taken = { all, rows }
      all = false
      rows = new Map()
      return taken
    },
    stop,
  }
}

function isTouched(question: Question, touched: readonly Touched[] | null): boolean {
  const tables: readonly string[] = DEPENDS_ON[question]
  return touched === null || touched.some(({ table }) => !known.has(table) || tables.includes(table))
}

on('atlas:changed', ({ touched }) => {
  for (const [question, counter] of counters) if (isTouched(question, touched)) counter.value += 1
})
