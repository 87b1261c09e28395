/** Deleting things: says what goes with them and does it in one step. */

import { explain } from '@/forms/refusal'
import { t } from '@/i18n'
import type { PlanDetail, ProjectDetail, SiteDetail, TaskDetail, TownDetail, UnitDetail } from '@/ipc'
import { ask, notify } from '@/stores/notice'
import { select } from '@/stores/selection'
import { attempt, heldInWords, removeProjects } from './edits'
import { linksOf, planParts, townParts, unitHeld } from './gather'
import {
  obstacle,
  type Removal,
  removePlan,
  removeSite,
  removeTask,
  removeTown,
  removeUnit,
  warning,
} from './removals'

/** Asks and deletes; resolves to whether they are gone. */
export async function deleteProjects(details: ProjectDetail[]): Promise<boolean> {
  const [first] = details
  if (!first) return false
  const what = heldInWords(details)
  const yes = await ask({
    title:
      details.length === 1
        ? t('inspector.delete1', { who: first.project.name })
        : t('inspector.deleteN', { n: details.length }),
    text: what ? t('inspector.deleteWith', { what }) : t('inspector.deleteAlone'),
    yes: what ? t('inspector.deleteTogether') : t('inspector.delete'),
    no: t('inspector.cancel'),
    danger: true,
  })
  if (!yes || !(await attempt(removeProjects(details)))) return false
  select(null)
  return true
}

/** Says what goes and what is kept, asks, and deletes in one step; resolves to whether it is gone. */
async function askAndRemove(who: string, removal: Removal): Promise<boolean> {
  const yes = await ask({
    title: t('inspector.delete1', { who }),
    text: warning(removal),
    yes: removal.goes.size ? t('inspector.deleteTogether') : t('inspector.delete'),
    no: t('inspector.cancel'),
    danger: true,
  })
  return yes && attempt(removal)
}

/** Deletes what is selected; a failure to find out what it holds is said. */
async function deleteSelected(who: string, found: () => Promise<Removal | null>): Promise<void> {
  try {
    const removal = await found()
    if (removal && (await askAndRemove(who, removal))) select(null)
  } catch (error) {
    notify('error', explain(error))
  }
}

export function deletePlan(detail: PlanDetail): Promise<void> {
  return deleteSelected(detail.plan.short_title, async () => removePlan(await planParts(detail)))
}
export function deleteTask(detail: TaskDetail): Promise<void> {
  return deleteSelected(detail.task.title, async () => removeTask(detail, await linksOf([detail])))
}
/** A town with projects, plans, units or regions below it is not deleted: it is said what to move first. */
export function deleteTown(detail: TownDetail): Promise<void> {
  return deleteSelected(detail.region.name, async () => {
    const parts = await townParts(detail)
    const why = obstacle(parts.blockers)
    if (why) notify('error', why)
    return why ? null : removeTown(parts)
  })
}
export function deleteUnit(detail: UnitDetail): Promise<void> {
  return deleteSelected(detail.unit.name, async () => {
    const { assignments, led } = await unitHeld(detail)
    return removeUnit(detail.unit, assignments, led)
  })
}
export function deleteSite(detail: SiteDetail): Promise<void> {
  return deleteSelected(detail.site.name, async () => removeSite(detail.site))
}

/** Deletes a part of what is selected: at once when nothing hangs on it, after a question else. */
export async function deletePart(who: string, removal: Removal): Promise<void> {
  if (removal.goes.size + removal.freed.size > 0) await askAndRemove(who, removal)
  else await attempt(removal)
}
