import type { EditorTest } from './editor-test.ts'
export const clusterTests: readonly EditorTest[] = []
