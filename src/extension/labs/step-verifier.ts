import { l10n, Uri, workspace } from 'vscode'
import { Emitter } from '../../base/events.ts'
import type { Disposable } from '../../base/disposable.ts'
import { EnforcementMemory } from '../../labs/enforcement.ts'
import { evidenceJson, evidenceMarkdown } from '../../labs/evidence-report.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import type { StepResult } from '../../labs/step-result.ts'
import { needsTwo } from '../../labs/lab.ts'
import { verifyStep } from '../../labs/verify-step.ts'
import { hostProbes } from '../../node/host-probes.ts'
import { systemClock } from '../../node/system-clock.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import type { ClusterSession } from '../cluster/cluster-session.ts'
import { confirm, requireWritePermission } from '../cluster/write-permission.ts'
import { Cancelled } from '../host/user-error.ts'
import type { LogChannel } from '../host/log-channel.ts'
import type { Captures } from './captures.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { ProgressStore } from './progress-store.ts'

export interface VerifyRun {
  readonly signal: AbortSignal
  /** Says what is being asked. */
  readonly tell: (sentence: string) => void
}

export interface Verified {
  readonly entry: CatalogEntry
  readonly step: LabStep
  readonly result: StepResult
}

/** Verifies steps by what the network does and keeps what was found, whoever asks for it. */
export class StepVerifier implements Disposable {
  readonly #session: ClusterSession
  readonly #progress: ProgressStore
  readonly #captures: Captures
  readonly #log: LogChannel
  readonly #enforcement = new EnforcementMemory()
  readonly #verified = new Emitter<Verified>()

  readonly onVerified = this.#verified.event

  constructor(
    session: ClusterSession,
    progress: ProgressStore,
    captures: Captures,
    log: LogChannel
  ) {
    this.#session = session
    this.#progress = progress
    this.#captures = captures
    this.#log = log
  }

  /** @throws Cancelled when the signal ended it */
  async verify(entry: CatalogEntry, step: LabStep, run: VerifyRun): Promise<StepResult> {
    const { lab } = entry
    const cluster = await this.#session.cluster()
    const other = needsTwo(lab) ? await this.#session.second.cluster() : undefined
    try {
      const result = await verifyStep(lab, step.id, cluster, {
        clock: systemClock,
        signal: run.signal,
        onProgress: run.tell,
        baselines: this.#progress.baselines(lab.id),
        host: hostProbes,
        ...(other && { other }),
        consent: sentence => this.#agreed(cluster, sentence),
        enforcement: this.#enforcement,
        keepFile: (name, bytes) => this.#captures.keep(lab.id, `${step.id}-${name}`, bytes),
        readFile: async file =>
          new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(entry.folder, file)))
      })
      await this.#keep(entry, step, result)
      this.#verified.fire({ entry, step, result })
      return result
    } catch (error) {
      if (run.signal.aborted) throw new Cancelled('verifying was stopped')
      throw error
    }
  }

  dispose(): void {
    this.#verified.dispose()
  }

  /** A probe that adds something to a cluster of somebody's is told before, and may be refused. */
  async #agreed(cluster: Cluster, sentence: string): Promise<boolean> {
    if (cluster.simulated) return true
    try {
      await confirm(
        l10n.t('The probe needs something of its own in {0}. Add it?', cluster.context),
        sentence,
        l10n.t('Add It to {0}', cluster.context)
      )
      await requireWritePermission(this.#session, cluster, sentence)
      return true
    } catch (error) {
      if (error instanceof Cancelled) return false
      throw error
    }
  }

  async #keep({ lab }: CatalogEntry, step: LabStep, result: StepResult): Promise<void> {
    const { verdict, sentence, finishedAt, context, simulated, checks, baselines } = result
    this.#log.info(`${context}: verified ${lab.id}/${step.id}: ${verdict}. ${sentence}`)
    await this.#progress.keepBaselines(lab.id, baselines)
    await this.#progress.record(lab.id, step.id, {
      verdict,
      sentence,
      at: finishedAt,
      context,
      simulated,
      checks: checks.map(check => ({
        title: check.title,
        verdict: check.verdict,
        sentence: check.sentence,
        ...(check.next !== undefined && { next: check.next })
      })),
      report: evidenceMarkdown(lab, step, result),
      evidence: evidenceJson(result)
    })
  }
}
