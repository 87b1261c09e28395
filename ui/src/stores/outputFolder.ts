/** Where files that leave the window are proposed: the folder chosen last, at first the documents of the user; and the day of
 * today, which stands in them. */
import { date } from '@/format'
import { remembered } from './prefs'

const kept = () => remembered('export.folder', '')

/** The folder for a file, and where the one chosen is kept. */
export const exportFolder = Object.assign(
  (documents: string | undefined): string => kept().value || (documents ?? ''),
  {
    keep(folder: string): void {
      kept().value = folder
    },
  },
)

/** The folder of a file; empty if the path names none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')))
}

/** Where a file is proposed: the suggested name in a folder. */
export function proposedPath(folder: string, suggested: string): string {
  if (!folder) return suggested
  const between = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return /[/\\]$/.test(folder) ? `${folder}${suggested}` : `${folder}${between}${suggested}`
}

export const today = {
  /** `2026-11-30`, where the user is. */
  day(): string {
    const now = new Date()
    const two = (n: number) => String(n).padStart(2, '0')
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  },
  /** The same in the language of the window. */
  said(): string {
    return date(today.day())
  },
}
