/**
 * Keeps the answer for the object that was asked about last: many rules ask the same of one object before the next
 * object has its turn. It holds one object only, which `perObject` does for as many as there are.
 */
export function forLatest<Asked extends object, Answer>(
  compute: (asked: Asked) => Answer
): (asked: Asked) => Answer {
  let latest: { readonly asked: Asked; readonly answer: Answer } | undefined
  return asked => {
    if (latest?.asked !== asked) latest = { asked, answer: compute(asked) }
    return latest.answer
  }
}
