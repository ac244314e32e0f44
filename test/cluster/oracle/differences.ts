const nodePorts =
  'a warning of ours, because the range is an option of the API server (--service-node-port-range)'

const multus =
  'an error of ours, because Multus does not wire such a Pod, which then never starts; the API server reads no annotation'

/**
 * Fixtures of which a real API server thinks otherwise than the linter, and why that stays so. The key is the
 * file and the number of the document in it. An entry that is no longer needed fails the comparison.
 */
export const differences: Readonly<Record<string, string>> = {
  'test/rules/service/node-port-range/page.yaml#1': nodePorts,
  'docs/rules/service/node-port-range.md (with the fault)#1': nodePorts,
  'test/rules/multus/interface-repeated/page.yaml#1': multus,
  'docs/rules/multus/interface-repeated.md (with the fault)#1': multus,
  'test/rules/multus/networks-unreadable/page.yaml#1': multus,
  'docs/rules/multus/networks-unreadable.md (with the fault)#1': multus,
  'test/rules/multus/networks-unreadable/neighbours.yaml#2': multus,
  'test/rules/multus/networks-unreadable/neighbours.yaml#3': multus,
  'test/rules/multus/networks-unreadable/neighbours.yaml#4': multus
}
