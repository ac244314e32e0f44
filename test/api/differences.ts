/** Where ours differs from the API server on purpose: fixture -> line of the comparison -> reason. */
export const differences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'gateway: listeners as a map': {
    'only the server: unknown field spec.listeners.name':
      'below a value of the wrong type there is nothing more to say'
  },
  'gateway: HTTPS without a certificate': {
    'only the server: spec.listeners[0].tls: Invalid value: "object": no such key: certificateRefs evaluating rule: certificateRefs or options must be specified when mode is Terminate':
      'where both sides of an "or" read a field that is not there, the server names the first',
    'only ours: spec.listeners[0].tls: Invalid value: "object": no such key: options evaluating rule: certificateRefs or options must be specified when mode is Terminate':
      'the library for CEL names the second'
  },
  'http-route: rules as a map': {
    'only the server: unknown field spec.rules.backendRefs':
      'below a value of the wrong type there is nothing more to say'
  },
  'node: a taint with an unknown effect': {
    'only the server: metadata.taints[0].effect: Unsupported value: "NoRun": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"':
      'the server calls the list by a path that no Node has',
    'only ours: spec.taints[0].effect: Unsupported value: "NoRun": supported values: "NoExecute", "NoSchedule", "PreferNoSchedule"':
      'the schema has the choices, and tells them first'
  },
  'pod: a toleration of greater numbers': {
    'only the server: spec.tolerations[0].operator: Unsupported value: "Gt": supported values: "Equal", "Exists", "Lt", "Gt"':
      'the server lists what it would take with its feature gate TaintTolerationComparisonOperators',
    'only ours: spec.tolerations[0].operator: Unsupported value: "Gt": supported values: "Equal", "Exists"':
      'ours lists what it takes without'
  },
  'reference-grant: to as a map': {
    'only the server: unknown field spec.to.kind':
      'below a value of the wrong type there is nothing more to say'
  },
  'volume-claim: an unknown access': {
    'only the server: spec.accessModes: Unsupported value: "ReadWriteSometimes": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"':
      'the server names the list',
    'only ours: spec.accessModes[0]: Unsupported value: "ReadWriteSometimes": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"':
      'ours names the item, so that it can be underlined'
  }
}
