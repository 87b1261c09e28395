import type { TaskBrief } from '@/ipc'

/** How many of them are tasks and measures; the single works of a task are part of it and not counted again. */
export function countWhole(tasks: readonly TaskBrief[]): number {
  return tasks.filter((brief) => brief.task.kind !== 'subtask').length
}
