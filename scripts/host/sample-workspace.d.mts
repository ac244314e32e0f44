export function refreshSamples(samples: string, workspace: string, record: string): string[]
export function setAside(workspace: string, now?: Date): string | undefined
