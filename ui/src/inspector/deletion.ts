/** Deleting things: the core says what goes with them, the user agrees, the core removes all of it in one step. */

import { explain } from '@/forms/refusal'
import { t } from '@/i18n'
import { call, type Removal } from '@/ipc'
import { removeRows } from '@/stores/atlas'
import { ask, askWhich, notify } from '@/stores/notice'
import { select } from '@/stores/selection'
import { choices } from './choices'
import type { Row } from './edits'
import { inTheWay, inWords, obstacle, otherTowns, warning } from './removals'

/** What the step that removes a row of a table is called. */
const STEPS = {
  plans: 'making.step.removePlan',
  tasks: 'making.step.removeTask',
  regions: 'making.step.removeTown',
  units: 'making.step.removeUnit',
  sites: 'making.step.removeSite',
  sections: 'making.step.removeSection',
  phases: 'making.step.removePhase',
  indicators: 'making.step.removeIndicator',
} as const

/** A row that can be deleted; its title stands in the question and in the name of the step. */
type Thing = Row & { table: keyof typeof STEPS }

/** What would go with rows of a table; null when something is in the way, which is said. */
async function preview(table: string, ids: string[]): Promise<Removal | null> {
  const removal = await call('removal_of', { table, ids })
  const why = obstacle(removal.blockers)
  if (why) notify('error', why)
  return why ? null : removal
}

/** Asks and deletes; resolves to whether they are gone. */
export async function deleteProjects(projects: readonly { id: string; name: string }[]): Promise<boolean> {
  const [first] = projects
  if (!first) return false
  const ids = projects.map((p) => p.id)
  const one = projects.length === 1
  try {
    const removal = await preview('projects', ids)
    if (!removal) return false
    const what = inWords(removal.goes)
    const yes = await ask({
      title: one
        ? t('inspector.delete1', { who: first.name })
        : t('inspector.deleteN', { n: projects.length }),
      text: what ? t('inspector.deleteWith', { what }) : t('inspector.deleteAlone'),
      yes: what ? t('inspector.deleteTogether') : t('inspector.delete'),
      no: t('inspector.cancel'),
      danger: true,
    })
    if (!yes) return false
    const name = one
      ? t('inspector.step.removeProject', { who: first.name })
      : t('inspector.step.removeProjects', { n: projects.length })
    await removeRows(name, 'projects', ids)
  } catch (error) {
    notify('error', explain(error))
    return false
  }
  select(null)
  return true
}

/** Asks where what hangs on a town is to go, moves it there and removes the town, all in one step. */
async function removeTownMoving(thing: Thing, removal: Removal): Promise<boolean> {
  const options = otherTowns(choices.value?.towns ?? [], thing.id)
  const lost = removal.goes.length ? t('making.goesWith', { what: inWords(removal.goes) }) : ''
  const to = await askWhich({
    title: t('making.takeOut', { who: thing.title }),
    text: [t('making.moveTo', { what: inTheWay(removal) }), lost, t('making.oneStep')]
      .filter(Boolean)
      .join('\n'),
    choose: { label: t('making.moveWhere'), options },
    yes: t('making.moveAndRemove'),
    no: t('inspector.cancel'),
    danger: true,
  })
  if (to === null) return false
  const where = options.find((o) => o.value === to)?.label ?? ''
  await removeRows(t('making.step.moveTown', { who: thing.title, where }), thing.table, [thing.id], to)
  return true
}

/** Says what goes and what is kept and asks; without a question when `quick` and nothing hangs on it. */
async function removeThing(thing: Thing, quick: boolean): Promise<boolean> {
  const isTown = thing.table === 'regions'
  try {
    if (isTown && (choices.value?.towns.length ?? 0) > 1) {
      const removal = await call('removal_of', { table: thing.table, ids: [thing.id] })
      if (removal.blockers.length) return await removeTownMoving(thing, removal)
    }
    const removal = await preview(thing.table, [thing.id])
    if (!removal) return false
    const alone = removal.goes.length + removal.freed.length === 0
    const yes =
      (quick && alone) ||
      (await ask({
        title: t(isTown ? 'making.takeOut' : 'inspector.delete1', { who: thing.title }),
        text: warning(removal),
        yes: removal.goes.length
          ? t('inspector.deleteTogether')
          : t(isTown ? 'making.remove.town' : 'inspector.delete'),
        no: t('inspector.cancel'),
        danger: true,
      }))
    if (!yes) return false
    await removeRows(t(STEPS[thing.table], { who: thing.title }), thing.table, [thing.id])
    return true
  } catch (error) {
    notify('error', explain(error))
    return false
  }
}

/** Deletes what is selected, after a question. */
export async function deleteSelected(thing: Thing): Promise<void> {
  if (await removeThing(thing, false)) select(null)
}

/** Deletes a part of what is selected: at once when nothing hangs on it, after a question else. */
export async function deletePart(thing: Thing): Promise<void> {
  await removeThing(thing, true)
}
