import { workspace, type ConfigurationScope } from 'vscode'
import type { Severity } from '../../rules/severity.ts'
import { settingTable, type SettingId } from '../ids.ts'

/** Every setting is read here, with the default of the manifest where its value has a wrong type. */
export const settings = {
  lintEnabled: (scope?: ConfigurationScope) => read('netlabs.lint.enabled', scope, isBoolean),
  ruleSeverities: (scope?: ConfigurationScope) => read('netlabs.lint.rules', scope, isSeverities),
  kubernetesVersion: (scope?: ConfigurationScope) =>
    read('netlabs.lint.kubernetesVersion', scope, isString),
  giveWayToYamlExtension: () => read('netlabs.lint.giveWayToYamlExtension', undefined, isBoolean),
  maximumFiles: () => read('netlabs.lint.maximumFiles', undefined, isNumber),
  labFolders: (scope: ConfigurationScope) => read('netlabs.labs.folders', scope, isStrings),
  codeLensEnabled: () => read('netlabs.codeLens.enabled', undefined, isBoolean),
  signInSeconds: () => read('netlabs.cluster.signInSeconds', undefined, isNumber),
  kubeconfig: () => read('netlabs.cluster.kubeconfig', undefined, isString),
  protectedContexts: () => read('netlabs.cluster.protectedContexts', undefined, isStrings)
}

function read<Value>(
  id: SettingId,
  scope: ConfigurationScope | undefined,
  accepts: (value: unknown) => value is Value
): Value {
  const value: unknown = workspace.getConfiguration(undefined, scope).get(id)
  if (accepts(value)) return value
  const standard: unknown = settingTable[id].default
  if (accepts(standard)) return standard
  throw new Error(`The default of the setting ${id} has a wrong type.`)
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isString = (value: unknown): value is string => typeof value === 'string'
const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isString)
const isSeverities = (value: unknown): value is Readonly<Record<string, Severity | 'off'>> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every(
    one => isString(one) && ['error', 'warning', 'info', 'hint', 'off'].includes(one)
  )
