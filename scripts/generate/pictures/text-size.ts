/** Sizes of text in px. A picture can't ask the browser, so widths are estimated, rather too wide than too narrow. */
export const fontSize = 15
export const lineHeight = 19

const narrow = /[ijlI.,:;'|!()[\] ftr/-]/
const wide = /[mwMW@%]/
const capital = /[A-Z]/

/** The width of one line. */
function lineWidth(line: string): number {
  let width = 0
  for (const letter of line)
    width += narrow.test(letter)
      ? 5.4
      : wide.test(letter)
        ? 13.4
        : capital.test(letter)
          ? 10.4
          : 8.7
  return Math.ceil(width)
}

export function linesOf(label: string): readonly string[] {
  return label === '' ? [] : label.trim().split('\n')
}

/** @param isBold what is new is written in bold letters, which are wider */
export function textSize(
  label: string,
  isBold = false
): { readonly width: number; readonly height: number } {
  const lines = linesOf(label)
  const width = Math.max(0, ...lines.map(lineWidth))
  return { width: Math.ceil(isBold ? width * 1.08 : width), height: lines.length * lineHeight }
}
