/** A copy without some fields, for those that the type allows to be absent. */
export function withoutFields<Value extends object>(
  value: Value,
  ...fields: readonly string[]
): Value {
  return Object.fromEntries(
    Object.entries(value).filter(([field]) => !fields.includes(field))
  ) as Value
}
