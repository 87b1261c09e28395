/** A page of the window or of the dock: a folder with one entry in one list. No page imports another one. */
import type { Component } from 'vue'

export interface PageEntry {
  /** A stable word; the window remembers it between starts. */
  id: string
  /** Its title in the language of the window. */
  label: () => string
  component: Component
  /** What stands beside the title while the page shows. */
  tools?: Component
  /** A number at the title, hidden while it is 0. */
  badge?: () => number
}

/** The entry of that id, else the first of the list. */
export function entryOf(pages: readonly [PageEntry, ...PageEntry[]], id: string): PageEntry {
  return pages.find((page) => page.id === id) ?? pages[0]
}
