/** A table with its columns padded as Prettier pads them, so that formatting leaves it as it is. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[]
): string {
  const all = [head, ...rows.map(row => row.map(cell => cell.replaceAll('|', '\\|')))]
  const widths = head.map((_, i) => Math.max(3, ...all.map(row => row[i]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  return [line(head), rule, ...all.slice(1).map(line)].join('\n')
}
