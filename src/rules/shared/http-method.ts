/** https://www.rfc-editor.org/rfc/rfc9110#section-9.1 and, for PATCH, RFC 5789 */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE']

/** The method that a text means when its letters have another case. */
export function meantMethod(text: string | undefined): string | undefined {
  if (text === undefined || methods.includes(text)) return undefined
  const own = text.toUpperCase()
  return methods.includes(own) ? own : undefined
}
