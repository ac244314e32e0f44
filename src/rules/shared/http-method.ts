import type { Field } from '../../base/field.ts'
import type { Report } from '../report.ts'
import { setTo } from './set-to.ts'

/** https://www.rfc-editor.org/rfc/rfc9110#section-9.1 and, for PATCH, RFC 5789 */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE']

/** What is wrong with a method whose letters have another case; undefined for any other text. */
export function methodFault({ text, at }: Field): Report | undefined {
  if (text === undefined || methods.includes(text)) return undefined
  const meant = text.toUpperCase()
  if (!methods.includes(meant)) return undefined
  return {
    at,
    part: 'value',
    message: `No request has the method ${text}; it is called ${meant}.`,
    fixes: setTo(at, meant)
  }
}
