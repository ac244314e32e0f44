export function hostFolder(): string
export function serverEntry(host?: string): string
export function ensureHost(options?: { readonly say?: (line: string) => void }): string
