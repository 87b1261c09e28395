/** Prints the book that is open, alone and in light colours: a copy of it stands on the paper, the window does not
 * (print.css). */
import { nextTick } from 'vue'
import { onPaper } from '@/stores/prefs'
import './print.css'

export async function printBook(book: HTMLElement, name: string): Promise<void> {
  const title = document.title
  onPaper.value = true
  await nextTick()
  const copy = document.createElement('div')
  copy.className = 'printed-book'
  copy.append(book.cloneNode(true))
  document.body.append(copy)
  document.documentElement.classList.add('printing-book')
  document.title = name
  try {
    window.print()
  } finally {
    document.documentElement.classList.remove('printing-book')
    copy.remove()
    document.title = title
    onPaper.value = false
  }
}
