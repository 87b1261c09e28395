/** Deleting projects: says what goes with them and does it in one step. */
import { t } from '@/i18n'
import type { ProjectDetail } from '@/ipc'
import { ask } from '@/stores/notice'
import { select } from '@/stores/selection'
import { attempt, heldInWords, removeProjects } from './edits'

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
