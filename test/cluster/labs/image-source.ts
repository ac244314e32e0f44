import { randomBytes } from 'node:crypto'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { additionNames, additions, type AdditionName } from '../additions/additions.ts'
import type { Addition } from '../additions/addition.ts'
import { testAdditions } from '../additions/usual.ts'
import { images } from '../images/image-list.ts'
import { until } from '../machine/until.ts'
import { pick } from '../scene/pick.ts'
import { isForeign } from '../test-kubeconfig.ts'

/** Milliseconds for an image of somebody's registry to come. */
const limit = 180_000

/**
 * What images a cluster can start. One of our own has those that it was made with; of one that is somebody's own
 * it is tried, each image once, by a Pod in a namespace that is removed again.
 */
export class ImageSource {
  readonly #cluster: Cluster
  readonly #known = new Map<string, Promise<string | false>>()

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  /** Why one of these can't be had, as a sentence; false where all can. */
  async lacksOneOf(names: readonly string[]): Promise<string | false> {
    const reasons = await Promise.all(names.map(name => this.#lacks(name)))
    return reasons.find(reason => reason !== false) ?? false
  }

  #lacks(image: string): Promise<string | false> {
    const known =
      this.#known.get(image) ??
      (isForeign ? refusalToPull(this.#cluster, image) : Promise.resolve(lackOf(image)))
    this.#known.set(image, known)
    return known
  }
}

/** Images that a cluster of our own has: those of every cluster, and those of what it was made with. */
const had = imageNames([...images, ...testAdditions().flatMap(imagesOfAddition)])

function lackOf(image: string): string | false {
  if (isAmong(had, image)) return false
  const name = additionNames.find(one => isAmong(imageNames(imagesOfAddition(one)), image))
  return name === undefined
    ? `The image ${image} is made by no recipe, and none can be pulled.`
    : `The image ${image} comes with --with ${name}, and the cluster was made without it.`
}

async function refusalToPull(cluster: Cluster, image: string): Promise<string | false> {
  const namespace = `netlabs-image-${randomBytes(3).toString('hex')}`
  const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  const pod = { apiVersion: 'v1', kind: 'Pod', namespace, name: 'image' }
  let refusal = ''
  try {
    await cluster.create(space)
    await until(`${image} is there`, limit, async () => {
      const read = await cluster.get(pod)
      if (!read.ok) {
        // The account of a new namespace takes a moment to be made.
        await cluster.create(podOf(namespace, image))
        return false
      }
      const state = String(pick(read.value, 'status.containerStatuses.0.state.waiting.reason'))
      const isTold = pick(read.value, 'status.containerStatuses.0.state') !== undefined
      if (/ErrImage|ImagePullBackOff|InvalidImage/.test(state)) refusal = state
      return isTold && state !== 'ContainerCreating'
    })
    return refusal !== '' && `The image ${image} can't be pulled there: ${refusal}.`
  } catch {
    return `The image ${image} did not come there within ${limit / 60_000} minutes.`
  } finally {
    await cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace })
  }
}

function podOf(namespace: string, image: string): KubeObject {
  const container = { name: 'image', image, command: ['sleep', '1'] }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name: 'image' },
    spec: { restartPolicy: 'Never', terminationGracePeriodSeconds: 0, containers: [container] }
  }
}

function imagesOfAddition(name: AdditionName): Addition['images'] {
  return additions[name].images
}

function imageNames(recipes: Addition['images']): ReadonlySet<string> {
  return new Set(recipes.flatMap(({ names }) => names))
}

function isAmong(names: ReadonlySet<string>, image: string): boolean {
  return ['', 'docker.io/', 'docker.io/library/'].some(at => names.has(`${at}${image}`))
}
