const nodePorts =
  'a warning of ours, because the range is an option of the API server (--service-node-port-range)'

/**
 * Fixtures of which a real API server thinks otherwise than the linter, and why that stays so. The key is the
 * file and the number of the document in it. An entry that is no longer needed fails the comparison.
 */
export const differences: Readonly<Record<string, string>> = {
  'test/rules/service/node-port-range/page.yaml#1': nodePorts,
  'docs/rules/service/node-port-range.md (with the fault)#1': nodePorts
}
