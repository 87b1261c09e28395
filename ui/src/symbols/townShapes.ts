/** The shape of each category of town, so that grey prints and colour-blind readers tell them apart: from the core's table
 * of symbols. */
import { type Category, mapSymbols } from '@/ipc'

function symbolOf(category: Category | null): { readonly outline: string; readonly dot: number } {
  const { categories, ordinaryTown } = mapSymbols
  return category === null ? ordinaryTown : (categories[category] ?? ordinaryTown)
}

/** The outline of a town's symbol around (0, 0). */
export function townOutline(category: Category | null): string {
  return symbolOf(category).outline
}

/** Where the middle of the symbol is for the white dot: a triangle's lies lower. */
export function dotOffset(category: Category | null): number {
  return symbolOf(category).dot
}
