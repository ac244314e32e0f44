import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { checkJourney } from './check-journey.ts'
import { clusterJourney } from './cluster-journey.ts'
import { editingJourney } from './editing-journey.ts'
import { labJourney } from './lab-journey.ts'
import { cleanUpJourney, labsViewJourney } from './labs-view-journey.ts'
import { wholeLabsJourney } from './whole-labs-journey.ts'
import { ownClusterJourney, themeJourney } from './own-cluster-journey.ts'
import type { JourneyStep } from './journey-step.ts'

const start: readonly JourneyStep[] = [
  {
    title: 'the workbench opens on the samples, and nothing speaks up by itself',
    async act(workbench, workspace) {
      await workbench.ready()
      assert.equal(await workbench.page.locator('.notification-toast').count(), 0)
      assert.match(
        readFileSync(path.join(workspace, 'ingress-weighted.yaml'), 'utf8'),
        /weight: 50/
      )
      await workbench.picture('workbench')
    }
  }
]

/** What a new user does, in order. */
export const newUser: readonly JourneyStep[] = [
  ...start,
  ...checkJourney,
  ...editingJourney,
  ...clusterJourney,
  ...labJourney,
  ...labsViewJourney,
  ...ownClusterJourney,
  ...themeJourney,
  ...wholeLabsJourney,
  ...cleanUpJourney
]
