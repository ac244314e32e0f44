import type { FieldPath } from '../../base/field-path.ts'
import {
  parseCorefile,
  parseDirectives,
  zoneOf,
  type CorefileDirective,
  type CorefileProblem,
  type CorefileServer,
  type CorefileWord
} from '../../model/corefile.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import type { Manifest } from '../manifest.ts'
import type { OffsetRange } from '../../yaml/text-edit.ts'
import type { Report } from '../report.ts'
import { rangeInText } from './text-range.ts'

/** A Corefile, or a part of one, in a ConfigMap. */
export interface CorefilePlace {
  readonly key: string
  readonly at: FieldPath
  readonly text: string
  readonly servers: readonly CorefileServer[]
  /** Lines for a server block that stands elsewhere; `servers` is empty then. */
  readonly extra: readonly CorefileDirective[]
  readonly problems: readonly CorefileProblem[]
  /** The whole configuration of a server, not only a part of it. */
  readonly isWhole: boolean
}

const known = new WeakMap<ConfigMap, readonly CorefilePlace[]>()

/** What CoreDNS reads from a ConfigMap: `Corefile`, and `*.server` and `*.override` of coredns-custom. */
export function corefilesOf(manifest: Manifest<ConfigMap>): readonly CorefilePlace[] {
  let found = known.get(manifest.object)
  if (!found) known.set(manifest.object, (found = read(manifest)))
  return found
}

function read({ object, name }: Manifest<ConfigMap>): readonly CorefilePlace[] {
  return Object.entries(object.data ?? {}).flatMap(([key, text]): readonly CorefilePlace[] => {
    const custom = name === 'coredns-custom'
    if (
      typeof text !== 'string' ||
      !(key === 'Corefile' || (custom && /\.(?:server|override)$/.test(key)))
    )
      return []
    // What a tool fills in before it is applied can't be read yet.
    if (/\$\{|\{\{|@[A-Z][A-Z0-9_]*@/.test(text)) return []
    const base = { key, at: ['data', key], text }
    if (key.endsWith('.override')) {
      const { directives, problems } = parseDirectives(text)
      return [{ ...base, servers: [], extra: directives, problems, isWhole: false }]
    }
    return [{ ...base, ...parseCorefile(text), extra: [], isWhole: key === 'Corefile' }]
  })
}

/** Every plugin of a place with the server block it is in. */
export function pluginsOf(place: CorefilePlace): readonly {
  readonly plugin: CorefileDirective
  readonly server: CorefileServer | undefined
}[] {
  return [
    ...place.extra.map(plugin => ({ plugin, server: undefined })),
    ...place.servers.flatMap(server => server.directives.map(plugin => ({ plugin, server })))
  ]
}

/** A snippet, `(name) { … }`, is no server. */
export function isSnippet({ keys }: CorefileServer): boolean {
  return /^\(.*\)$/.test(keys[0]?.text ?? '')
}

/** The zones of the cluster that a server block answers for by its kubernetes plugin. */
export function clusterZonesOf({ directives, keys }: CorefileServer): readonly string[] {
  return directives
    .filter(({ name }) => name.text === 'kubernetes')
    .flatMap(({ args }) => (args.length > 0 ? args : keys).map(word => zoneOf(word.text).zone))
}

/** A report at one word of a Corefile. */
export function atWord(
  place: CorefilePlace,
  word: CorefileWord,
  report: Omit<Report, 'at' | 'part' | 'range'>
): Report {
  return {
    ...report,
    at: place.at,
    part: 'value',
    range: manifest => rangeInText(manifest, place.at, place.text, offsetsOf(place.text, word))
  }
}

function offsetsOf(text: string, { line, start, end }: CorefileWord): OffsetRange {
  const before = text.split('\n', line).reduce((sum, content) => sum + content.length + 1, 0)
  return { start: before + start, end: before + end }
}

/** The text with one of its lines changed; undefined takes the line away. */
export function withLine(
  text: string,
  line: number,
  change: (content: string) => string | undefined
): string {
  return text
    .split('\n')
    .flatMap((content, i) => (i === line ? (change(content) ?? []) : content))
    .join('\n')
}
