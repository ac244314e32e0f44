import { slipOf } from './slip-of.ts'
import type { Manifest } from '../manifest.ts'

/**
 * The name that was meant among objects: one with a slip, or, in the same file, the only one that is the
 * written name with more or fewer words: `web` and `web-svc`, `client` and `client-ca`. Across files the
 * other name may well be an object that is not here.
 */
export function kinOf(
  written: string | undefined,
  from: Pick<Manifest, 'uri'>,
  candidates: readonly Manifest[]
): string | undefined {
  if (written === undefined) return undefined
  const slip = slipOf(
    written,
    candidates.map(one => one.name)
  )
  if (slip !== undefined) return slip
  const here = candidates.filter(one => one.uri === from.uri).flatMap(one => one.name ?? [])
  const [kin, another] = here.filter(name => isKin(written, name))
  return another === undefined ? kin : undefined
}

/** Numbers tell two things apart: `web` and `web-v2`. */
function isKin(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length < 3 || short === long) return false
  const rest = long.startsWith(`${short}-`)
    ? long.slice(short.length + 1)
    : long.endsWith(`-${short}`)
      ? long.slice(0, -short.length - 1)
      : (/^(?:app|svc|service|server)$/.exec(
          long.startsWith(short) ? long.slice(short.length) : ''
        )?.[0] ?? '')
  return rest !== '' && !/\d/.test(rest) && !variants.test(rest)
}

/** Words that make another object of the same application on purpose. */
const variants =
  /^(?:canary|stable|preview|active|blue|green|headless|internal|external|public|private|metrics|admin|api|db|primary|replica|read|write|test|staging|prod|dev|udp|tcp|local|backup|new|old)$/
