/** Resolves when other work of the editor has had its turn. */
export async function nextTurn(): Promise<void> {
  await new Promise<void>(next => setImmediate(next))
}
