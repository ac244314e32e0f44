import { failed, ok, type Result } from '../base/result.ts'
import { parseYamlFile } from './yaml-file.ts'

/** The value of a text that is one document, or what its first problem says. */
export function yamlValue(text: string): Result<unknown, string> {
  const { documents, problems } = parseYamlFile(text)
  const [problem] = [...problems, ...documents.flatMap(document => document.problems)]
  return problem ? failed(problem.message) : ok(documents[0]?.value)
}
