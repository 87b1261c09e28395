/** The shape of each category of town, so that grey prints and colour-blind readers tell them apart. */
import type { Category } from '@/ipc'

/** Outlines around (0, 0), about 16 across. */
const SHAPES: Record<Category, string> = {
  satellite: 'M0 -8.6L8.6 0L0 8.6L-8.6 0Z',
  subcentre: 'M7.2 0A7.2 7.2 0 1 1 -7.2 0A7.2 7.2 0 1 1 7.2 0Z',
  speciality: 'M0 -8L8.2 6.6L-8.2 6.6Z',
  refined: 'M-6.4 -6.4H6.4V6.4H-6.4Z',
  demonstration: 'M0 -8.2L7.8 -2.5L4.8 6.6H-4.8L-7.8 -2.5Z',
}
const DOT = 'M3.4 0A3.4 3.4 0 1 1 -3.4 0A3.4 3.4 0 1 1 3.4 0Z'

/** The outline of a town's symbol around (0, 0). */
export function townOutline(category: Category | null): string {
  return category === null ? DOT : (SHAPES[category] ?? DOT)
}

/** Where the middle of the symbol is for the white dot: a triangle's lies lower. */
export function dotOffset(category: Category | null): number {
  return category === 'speciality' ? 2 : 0
}
