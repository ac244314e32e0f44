import { clusterIdentity, newestBaselines } from './baseline.ts'
import { baselineFor, sampleBlocked } from './check-blocked.ts'
import { sampleCapture } from './check-capture.ts'
import { sampleDns } from './check-dns.ts'
import { sampleAddresses } from './check-addresses.ts'
import { sampleAttest } from './check-attest.ts'
import { sampleExec } from './check-exec.ts'
import { sampleHttp } from './check-http.ts'
import { sampleGrpcHealth } from './check-grpc-health.ts'
import { sampleMetric } from './check-metric.ts'
import { sampleWebsocket } from './check-websocket.ts'
import { samplePathMtu, sampleThroughput } from './check-measured.ts'
import { samplePing } from './check-ping.ts'
import { samplePort } from './check-port.ts'
import { sampleRefused } from './check-refused.ts'
import { sampleRoutes } from './check-routes.ts'
import { sampleSplit } from './check-split.ts'
import { sampleWithTools } from './missing-tools.ts'
import { sampleObject } from './check-object.ts'
import type { Sample } from './check-outcome.ts'
import { underClusterDomain } from './cluster-domain.ts'
import type { LabCheck, LabStep } from './lab-definition.generated.ts'
import type { LabCluster } from './lab-cluster.ts'
import { findStep, type Lab } from './lab.ts'
import type { ProbeContext } from './probe-context.ts'
import { Requirements, requirementsOf } from './requirements.ts'
import { settle, timingOf, type Settled } from './settle.ts'
import type { Baseline, CheckResult, Probe, StepResult } from './step-result.ts'
import { unpulledImage } from './unpulled-image.ts'
import { verdictOfAll } from './verdict.ts'
import type { VerifyOptions } from './verify-step.ts'

/** Runs the checks of a step one after the other and puts their results together. */
export async function verifyChecks(
  lab: Lab,
  stepName: string,
  cluster: LabCluster,
  { clock, signal, onProgress, baselines = [], ...options }: VerifyOptions
): Promise<StepResult> {
  const step = findStep(lab, stepName)
  if (!step) throw new Error(`The lab ${lab.id} has no step ${stepName}.`)
  const context: ProbeContext = {
    cluster,
    clock,
    tell: onProgress ?? (() => {}),
    missing: new Map(),
    tools: new Map(),
    atEnd: [],
    ...options,
    ...(signal && { signal })
  }
  const startedAt = clock.now()
  const run = new Run(
    context,
    lab,
    baselines,
    step.checks.length === 0 ? '' : await clusterIdentity(context)
  )
  const requirements = new Requirements(context, lab)
  const checks: CheckResult[] = []
  try {
    for (const check of step.checks) {
      context.tell(`${check.title}: asking the cluster.`)
      const missing = await requirements.missing(requirementsOf(lab, step, check))
      checks.push(
        missing
          ? resultOf(check, missing, missing.probes)
          : await run.verify(await underClusterDomain(context, check))
      )
    }
  } finally {
    for (const end of context.atEnd.reverse()) await end()
  }
  return {
    lab: lab.id,
    step: step.id,
    ...together(step, checks),
    checks,
    simulated: cluster.simulated,
    context: cluster.context,
    startedAt,
    finishedAt: clock.now(),
    baselines: newestBaselines(run.seen)
  }
}

class Run {
  readonly #context: ProbeContext
  readonly #lab: Lab
  readonly #before: readonly Baseline[]
  readonly #cluster: string
  /** Baselines that this run has seen itself. */
  readonly seen: Baseline[] = []

  constructor(context: ProbeContext, lab: Lab, before: readonly Baseline[], cluster: string) {
    this.#context = context
    this.#lab = lab
    this.#before = before
    this.#cluster = cluster
  }

  async verify(check: LabCheck): Promise<CheckResult> {
    const timing = timingOf(check, this.#context.cluster.simulated)
    const stored = check.kind === 'blocked' ? this.#baselineFor(check) : undefined
    const settled = await settle(this.#context, timing, async () => {
      const sample = await sampleWithTools(this.#context, check.kind, context =>
        this.#sample(context, check)
      )
      if (sample.baseline) this.seen.push(sample.baseline)
      return sample
    })
    const { last } = settled
    const isOpen = last.verdict === 'fail' || last.verdict === 'inconclusive'
    const unpulled = isOpen && (await unpulledImage(this.#context, this.#lab.namespaces, check))
    if (unpulled) return resultOf(check, { ...last, ...unpulled }, settled.probes)
    const sentence = `${last.sentence}${timesAgreed(settled)}`
    return resultOf(check, { ...last, sentence }, [...(stored ? [stored] : []), ...settled.probes])
  }

  #sample(context: ProbeContext, check: LabCheck): Promise<Sample> {
    switch (check.kind) {
      case 'http':
        return sampleHttp(context, check, this.#baselineOf)
      case 'dns':
        return sampleDns(context, check)
      case 'object':
        return sampleObject(context, check)
      case 'blocked':
        return sampleBlocked(context, check, {
          baseline: this.#findBaseline(check),
          baselineOf: this.#baselineOf,
          baselineStep: this.#stepWith(check.baseline),
          ...this.#datagramOf(check.baseline)
        })
      case 'tcp':
      case 'udp':
        return samplePort(context, check, this.#baselineOf)
      case 'refused':
        return sampleRefused(context, check)
      case 'split':
        return sampleSplit(context, check)
      case 'exec':
        return sampleExec(context, check)
      case 'ping':
        return samplePing(context, check)
      case 'addresses':
        return sampleAddresses(context, check)
      case 'routes':
        return sampleRoutes(context, check)
      case 'path-mtu':
        return samplePathMtu(context, check)
      case 'throughput':
        return sampleThroughput(context, check)
      case 'attest':
        return Promise.resolve(sampleAttest(check))
      case 'grpc-health':
        return sampleGrpcHealth(context, check)
      case 'websocket':
        return sampleWebsocket(context, check)
      case 'metric':
        return sampleMetric(context, check)
      case 'capture':
        return sampleCapture(context, check)
    }
  }

  readonly #baselineOf = (check: string, probe: Probe): Baseline => ({
    lab: this.#lab.id,
    check,
    cluster: this.#cluster,
    at: probe.at,
    probe: { ...probe, role: 'baseline' }
  })

  #findBaseline(check: LabCheck & { kind: 'blocked' }): ReturnType<typeof baselineFor> {
    // A success inside this very check counts as well: that is what a policy looks like which takes hold
    // while one watches. Whether the answer merely flaps is for the samples in a row to tell.
    const known = [...this.#before, ...this.seen]
    return baselineFor(check, this.#lab.id, this.#cluster, known, this.#context.clock.now())
  }

  #baselineFor(check: LabCheck & { kind: 'blocked' }): Probe | undefined {
    const found = this.#findBaseline(check)
    return found.kind === 'fresh' ? found.baseline.probe : undefined
  }

  #datagramOf(baseline: string): { readonly send?: string } {
    const found = this.#lab.steps.flatMap(({ checks }) => checks).find(({ id }) => id === baseline)
    return found?.kind === 'udp' && found.send !== undefined ? { send: found.send } : {}
  }

  #stepWith(check: string): string {
    const step = this.#lab.steps.find(({ checks }) => checks.some(({ id }) => id === check))
    return step?.backlog?.[0] ?? `“${step?.title ?? 'the step before'}”`
  }
}

function resultOf(
  { id, title, claims }: LabCheck,
  { verdict, sentence, next, stuck, decidedBy = [], packets }: Sample,
  evidence: readonly Probe[]
): CheckResult {
  return {
    id,
    title,
    verdict,
    // Who asks stands first in many sentences, and a Pod has its capital already.
    sentence: sentence.replace(/^this machine\b/, 'This machine'),
    ...(next !== undefined && { next }),
    ...(stuck !== undefined && { stuck }),
    ...(decidedBy.length > 0 && { decidedBy }),
    claims,
    evidence,
    ...(packets && { packets })
  }
}

function timesAgreed({ last, agreed }: Settled): string {
  return last.verdict === 'pass' && agreed > 1 ? ` Seen ${agreed} times in a row.` : ''
}

function together(
  step: LabStep,
  checks: readonly CheckResult[]
): Pick<StepResult, 'verdict' | 'sentence'> {
  const verdict = verdictOfAll(checks.map(check => check.verdict))
  if (checks.length === 0)
    return { verdict, sentence: `${step.goal} The editor sees this by itself.` }
  const deciding = checks.filter(check => check.verdict === verdict)
  const sentence =
    verdict === 'pass' && deciding.length > 1
      ? `${step.goal} All ${deciding.length} checks are proven.`
      : deciding.map(check => [check.sentence, check.next].filter(Boolean).join(' '))[0]
  return { verdict, sentence: sentence ?? step.goal }
}
