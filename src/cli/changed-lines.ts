/** The lines that differ, with three lines around them, as a unified diff writes them. */
export function changedLines(file: string, before: string, after: string): string {
  const a = linesOf(before)
  const b = linesOf(after)
  const hunks = hunksOf(a, b)
  const lines = [`--- ${file}`, `+++ ${file} (fixed)`]
  for (const { from, to, newFrom, newTo } of hunks) {
    const start = Math.max(0, from - 3)
    const end = Math.min(a.length, to + 3)
    const lead = from - start
    const tail = end - to
    lines.push(
      `@@ -${start + 1},${end - start} +${newFrom - lead + 1},${newTo - newFrom + lead + tail} @@`,
      ...a.slice(start, from).map(line => ` ${line}`),
      ...a.slice(from, to).map(line => `-${line}`),
      ...b.slice(newFrom, newTo).map(line => `+${line}`),
      ...a.slice(to, end).map(line => ` ${line}`)
    )
  }
  return `${lines.join('\n')}\n`
}

/** Every line; one that the file's end cuts off carries the mark that a unified diff has for it. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`]
}

interface Hunk {
  readonly from: number
  readonly to: number
  readonly newFrom: number
  readonly newTo: number
}

/** Runs of changed lines, found by walking both texts and looking for the next place where they meet. */
function hunksOf(a: readonly string[], b: readonly string[]): Hunk[] {
  const hunks: Hunk[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++
      j++
      continue
    }
    const [to, newTo] = nextMeeting(a, i, b, j)
    hunks.push({ from: i, to, newFrom: j, newTo })
    i = to
    j = newTo
  }
  return joined(hunks)
}

function nextMeeting(
  a: readonly string[],
  i: number,
  b: readonly string[],
  j: number
): [number, number] {
  const limit = a.length - i + b.length - j
  for (let distance = 1; distance < limit; distance++)
    for (let skip = 0; skip <= distance; skip++) {
      const x = i + skip
      const y = j + distance - skip
      if (x < a.length && y < b.length && a[x] === b[y]) return [x, y]
    }
  return [a.length, b.length]
}

/** Hunks whose surroundings would overlap become one. */
function joined(hunks: readonly Hunk[]): Hunk[] {
  const result: Hunk[] = []
  for (const hunk of hunks) {
    const last = result.at(-1)
    if (last && hunk.from - last.to <= 6)
      result[result.length - 1] = { ...last, to: hunk.to, newTo: hunk.newTo }
    else result.push(hunk)
  }
  return result
}
