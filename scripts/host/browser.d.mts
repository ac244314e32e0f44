export const browserSwitches: readonly string[]
export function onPath(name: string): string | undefined
export function findBrowser(): string | undefined
export function ensureBrowser(options?: { readonly say?: (line: string) => void }): string
