import type { Workbench } from './workbench.ts'

export interface JourneyStep {
  readonly title: string
  readonly act: (workbench: Workbench, workspace: string) => Promise<void>
}
