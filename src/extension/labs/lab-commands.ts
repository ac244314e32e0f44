import type { CommandHandlers } from '../host/run-command.ts'
import type { CommandId } from '../ids.ts'
import { applyStep } from './apply-step.ts'
import { cleanUpLab } from './clean-up-lab.ts'
import { filterLabs } from './filter-labs.ts'
import { nextStep, skipStep, solveStep, takeHint } from './help-with-step.ts'
import { noFilter } from './lab-filter.ts'
import { openManifest, openPage } from './lab-pages.ts'
import type { LabRoom } from './lab-room.ts'
import { predictStep } from './predict-step.ts'
import { resetLab } from './reset-lab.ts'
import { exportReport, showProgress } from './show-progress.ts'
import { startLab } from './start-lab.ts'
import { showEvidence, verifyLabStep } from './verify-lab-step.ts'

type LabCommands = Pick<CommandHandlers, CommandId & `netlabs.lab.${string}`>

/** What a person can do with labs. Each takes the lab and the step, or asks for them. */
export function labCommands(room: LabRoom): LabCommands {
  const { desk, view } = room
  return {
    'netlabs.lab.start': (...step) => startLab(desk, step),
    'netlabs.lab.open': (...step) => room.open(step),
    'netlabs.lab.openPage': (...step) => openPage(desk, step),
    'netlabs.lab.openManifest': (...step) => openManifest(desk, step),
    'netlabs.lab.apply': (...step) => applyStep(desk, step),
    'netlabs.lab.verify': (...step) => verifyLabStep(desk, step),
    'netlabs.lab.nextStep': (...step) => nextStep(desk, step),
    'netlabs.lab.predict': (...step) => predictStep(desk, step),
    'netlabs.lab.hint': (...step) => takeHint(desk, step),
    'netlabs.lab.solve': (...step) => solveStep(desk, step),
    'netlabs.lab.skip': (...step) => skipStep(desk, step),
    'netlabs.lab.reset': (...step) => resetLab(desk, step),
    'netlabs.lab.cleanUp': (...step) => cleanUpLab(desk, step),
    'netlabs.lab.showEvidence': (...step) => showEvidence(desk, step),
    'netlabs.lab.showProgress': () => showProgress(desk),
    'netlabs.lab.exportReport': () => exportReport(desk),
    'netlabs.lab.showCaptures': () => desk.captures.show(),
    'netlabs.lab.filter': () => filterLabs(desk, view),
    'netlabs.lab.clearFilter': () => view.filterBy(noFilter)
  }
}
