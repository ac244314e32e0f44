import { nextTurn } from './next-turn.ts'

/** Milliseconds of work after which other work of the editor gets its turn. */
const slice = 12

/**
 * Does something with each item, and lets the editor work in between: no stretch is longer than a slice and one
 * item. Ends early when `stop` answers true.
 */
export async function inSlices<Item>(
  items: readonly Item[],
  act: (item: Item) => unknown,
  stop: () => boolean = () => false
): Promise<void> {
  let turn = performance.now()
  for (const item of items) {
    if (stop()) return
    await act(item)
    if (performance.now() - turn < slice) continue
    await nextTurn()
    turn = performance.now()
  }
}
