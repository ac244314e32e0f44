/** Whether a path was written as a pattern: a star, a group or a class, which no usual path has. */
export function looksLikePattern(path: string): boolean {
  return /\*|\\[dwsb.]|\[[^\]]+\]|\([^)]*[|?*+\\.][^)]*\)|\.\+|\$$|^\^/.test(path)
}
