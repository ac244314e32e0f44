/**
 * What `.netlabs.yaml` may hold, as a JSON Schema: it is what a configuration is checked with, and
 * `schemas/netlabs.schema.json`, which other editors take, is written from it.
 */
/** An `off` without quotes is `false` in YAML as Kubernetes reads it. */
const severity = { enum: ['error', 'warning', 'info', 'hint', 'off', false] }

const rules = {
  type: 'object',
  description:
    'Severities by the id of a check; "off" turns it off, and naming a rule that is off by default turns it on.',
  additionalProperties: severity
}

const files = {
  type: 'array',
  minItems: 1,
  items: { type: 'string', minLength: 1 }
}

const enable = {
  type: 'array',
  description: 'Rules that are off by default and wanted here, by their ids or by a tag of theirs.',
  items: { type: 'string', minLength: 1 }
}

export const configSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'netlabs.schema.json',
  title: 'Configuration of Kubernetes Networking Labs',
  description:
    'How netlabs lint and the editor check the manifests of this folder and those below.',
  type: 'object',
  additionalProperties: false,
  properties: {
    kubernetesVersion: {
      type: 'string',
      description: 'The version of Kubernetes that the manifests are for, such as "1.34".',
      minLength: 1
    },
    ignore: {
      ...files,
      description: 'Files that nothing is said about, as patterns from the folder of this file.'
    },
    enable,
    rules,
    overrides: {
      type: 'array',
      description: 'Other settings for some files; a later entry goes before an earlier one.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['files'],
        properties: {
          files: {
            ...files,
            description: 'The files that are meant, as patterns from the folder of this file.'
          },
          kubernetesVersion: { type: 'string', minLength: 1 },
          enable,
          rules
        }
      }
    }
  }
}
