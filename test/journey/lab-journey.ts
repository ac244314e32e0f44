import type { JourneyStep } from './journey-step.ts'

export const labJourney: readonly JourneyStep[] = []
