import { recordOf } from '../../../src/base/json.ts'
import { filesOf, type Lab } from '../../../src/labs/lab.ts'
import { isKubeObject } from '../../../src/model/object.ts'
import { parseYamlFile } from '../../../src/yaml/yaml-file.ts'
import { readLabFile } from '../../labs/playground.ts'

/**
 * Labs in chains: those of one chain are played one after the other, because they touch a namespace or an
 * object outside of namespaces that another of the chain touches too. Chains have nothing in common.
 */
export function chainsOf(labs: readonly Lab[]): readonly (readonly Lab[])[] {
  const chains: { labs: Lab[]; touched: Set<string> }[] = []
  for (const lab of labs) {
    const touched = new Set(touchedBy(lab))
    const joined = chains.filter(chain => [...chain.touched].some(one => touched.has(one)))
    const merged = {
      labs: [...joined.flatMap(chain => chain.labs), lab],
      touched: new Set([...joined.flatMap(chain => [...chain.touched]), ...touched])
    }
    for (const chain of joined) chains.splice(chains.indexOf(chain), 1)
    chains.push(merged)
  }
  return chains.map(chain => chain.labs)
}

function touchedBy(lab: Lab): readonly string[] {
  const manifests = filesOf(lab).filter(file => file.endsWith('.yaml'))
  const objects = manifests
    .flatMap(file => parseYamlFile(readLabFile(lab, file)).documents)
    .map(({ value }) => value)
    .filter(isKubeObject)
  // A file that no API server gets, such as a configuration of kind, has no metadata.
  const touched = objects.flatMap(({ kind, metadata }) => {
    const { namespace, name } = recordOf(metadata)
    if (typeof namespace === 'string') return [`Namespace ${namespace}`]
    return typeof name === 'string' ? [`${kind} ${name}`] : []
  })
  return [...lab.namespaces.map(namespace => `Namespace ${namespace}`), ...touched]
}
