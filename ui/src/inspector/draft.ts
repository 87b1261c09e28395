/** What is being made, before it is there: opened from anywhere, filled in the inspector. */
import { shallowRef } from 'vue'
import type { SearchHit } from '@/ipc'

export interface ProjectDraft {
  of: 'project'
  town: string | null
  plan: string | null
  task: string | null
}
export interface PlanDraft {
  of: 'plan'
}
/** A town to be taken over from the gazetteer; the place is known when it was found by a search. */
export interface TownDraft {
  of: 'town'
  place: SearchHit | null
}
export interface SiteDraft {
  of: 'site'
  town: string | null
  plan: string | null
}
export type Draft = ProjectDraft | PlanDraft | TownDraft | SiteDraft

export const draft = shallowRef<Draft | null>(null)

/** Opens the form for a new project, with what is known from where it was asked for. */
export function beginDraft(known: Partial<Omit<ProjectDraft, 'of'>> = {}): void {
  draft.value = { of: 'project', town: null, plan: null, task: null, ...known }
}

/** Opens the form for a new plan. */
export function beginPlan(): void {
  draft.value = { of: 'plan' }
}

/** Opens the form that takes a town over from the gazetteer. */
export function beginTown(place: SearchHit | null = null): void {
  draft.value = { of: 'town', place }
}

/** Opens the form for a new site, with what is known from where it was asked for. */
export function beginSite(known: Partial<Omit<SiteDraft, 'of'>> = {}): void {
  draft.value = { of: 'site', town: null, plan: null, ...known }
}

export function dropDraft(): void {
  draft.value = null
}
