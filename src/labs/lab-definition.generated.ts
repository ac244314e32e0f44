// Written by npm run generate from schemas/lab.schema.json. Do not edit.

/**
 * Such as 9 or 9.1; the epics that are numbered anew are E9 to E15.
 */
export type BacklogNumber = string
/**
 * exec: this context may run commands in Pods. network-policy: NetworkPolicies are enforced. dual-stack: Pods and Services get addresses of both families. load-balancer: a Service of type LoadBalancer gets an address. gateway-api: its kinds are served and a GatewayClass is accepted. ingress: there is an IngressClass. traefik, metallb, istio, linkerd, cilium, hubble, multus, external-dns, prometheus: that program runs. two-clusters: a second context belongs to the lab. joined-meshes: the Istio of both clusters trusts the same root, and the second one has an east-west gateway. mcs: ServiceExport and ServiceImport are served. ephemeral-containers: this context may add one to a Pod. node-access: Pods of the node's own network are allowed. pod-security: Pod Security Admission is on. real-network: packets are sent; nothing is computed.
 */
export type Capability =
  | 'exec'
  | 'network-policy'
  | 'dual-stack'
  | 'load-balancer'
  | 'gateway-api'
  | 'ingress'
  | 'traefik'
  | 'metallb'
  | 'istio'
  | 'linkerd'
  | 'cilium'
  | 'hubble'
  | 'multus'
  | 'external-dns'
  | 'prometheus'
  | 'two-clusters'
  | 'joined-meshes'
  | 'mcs'
  | 'ephemeral-containers'
  | 'node-access'
  | 'pod-security'
  | 'real-network'
export type Name = string
/**
 * What this part needs of the cluster, beyond what the lab needs as a whole.
 */
export type Requires = Capability[]
/**
 * A line of the learning plan (docs/learning-plan.json): item, what it is, and its number from 1, such as “9: topic 1”, “E14: step 1” or “9.2: done 1”.
 */
export type PlanLine = string
/**
 * Path inside the lab's folder. What lies in a folder called other, such as manifests/other/10-apps.yaml, goes to the second cluster.
 */
export type File = string
export type LabCheck =
  | HttpCheck
  | BlockedCheck
  | DnsCheck
  | ObjectCheck
  | TcpCheck
  | UdpCheck
  | RefusedCheck
  | SplitCheck
  | GrpcHealthCheck
  | WebsocketCheck
  | PingCheck
  | PathMtuCheck
  | ThroughputCheck
  | AddressesCheck
  | RoutesCheck
  | MetricCheck
  | CaptureCheck
  | ExecCheck
  | AttestCheck
/**
 * What is the case when it passes.
 */
export type CheckTitle = string
/**
 * A workload of the cluster, or host: the machine on which the editor or the command runs.
 */
export type Sender = ProbeClient | 'host'
/**
 * Where the request goes.
 */
export type Url = string
export type Family = 'IPv4' | 'IPv6'
/**
 * The name that the request asks for (Host), when it is not the one of the URL.
 */
export type HostHeader = string
/**
 * A regular expression, as JavaScript has them.
 */
export type Regex = string
/**
 * What the regular expression looks for, in words that a person reads when it is not there: `a value of 2`.
 */
export type PatternWords = string
/**
 * What a pass says, and nothing more.
 */
export type Claims = string

/**
 * A lab: its pages, its manifests and the checks that prove each of its steps. It stands in lab.yaml, in a folder called like its id.
 */
export interface LabDefinition {
  /**
   * The name of the lab's folder.
   */
  id: string
  title: string
  /**
   * One or two sentences: what a person can do afterwards.
   */
  description: string
  /**
   * Where the Labs view shows it.
   */
  group:
    | 'First steps'
    | 'Policies'
    | 'Names'
    | 'Load balancing'
    | 'Routing'
    | 'Mesh'
    | 'Below the network'
    | 'Across clusters'
    | 'Watching'
  level: 'beginner' | 'intermediate' | 'advanced'
  minutes: number
  /**
   * Words to filter by, in lower case.
   */
  topics: string[]
  /**
   * Items of the learning plan that the lab covers.
   */
  backlog: BacklogNumber[]
  /**
   * What the cluster must be able to do for every step. Where it can't, the step is blocked and says how to get it.
   */
  requires: Capability[]
  /**
   * Namespaces that the lab's manifests make.
   */
  namespaces: Name[]
  /**
   * @minItems 1
   * @maxItems 7
   */
  steps: [LabStep, ...LabStep[]]
}
export interface LabStep {
  id: Name
  /**
   * Items of the learning plan whose Definition of Done this step proves.
   */
  backlog?: BacklogNumber[]
  requires?: Requires
  /**
   * Lines of the learning plan that this step teaches or practises.
   */
  covers?: PlanLine[]
  title: string
  /**
   * One sentence: what is the case when the step is done.
   */
  goal: string
  page: File
  picture: LabPicture
  /**
   * Files to start from, applied in this order.
   */
  manifests?: File[]
  /**
   * Files that finish the step. Left out where the manifests already do.
   */
  solution?: File[]
  /**
   * Half-right answers that must not pass, played by the tests.
   */
  wrong?: WrongSolution[]
  question?: StepQuestion
  /**
   * Further links of the step in the editor's walkthrough.
   */
  actions?: StepAction[]
  /**
   * For a step that no probe can prove: what the editor has to see.
   */
  completion?: CleanFileCompletion | EventCompletion
  /**
   * All of them have to pass. Empty only when the step has a completion.
   */
  checks: LabCheck[]
  hints: HintLadder
}
export interface LabPicture {
  file: File
  /**
   * What the picture shows, for those who don't see it.
   */
  alt: string
}
export interface WrongSolution {
  file: File
  /**
   * Files that are applied before it. The steps before are done in any case, and this step's own files are left out.
   */
  after?: File[]
  because: string
  /**
   * What verifying the step says then. refused: the API server does not take the file.
   */
  verdict: 'fail' | 'blocked' | 'inconclusive' | 'refused'
}
/**
 * Predict, then observe: asked before the step is verified.
 */
export interface StepQuestion {
  text: string
  /**
   * @minItems 2
   * @maxItems 5
   */
  options: [string, string, ...string[]]
  /**
   * The right one of the options, word for word.
   */
  answer: string
  because: string
}
export interface StepAction {
  title: string
  command: 'netlabs.practice.start' | 'netlabs.context.pick' | 'netlabs.lab.open'
  arguments?: string[]
}
export interface CleanFileCompletion {
  event: 'clean-file'
  /**
   * Path inside the lab's folder. What lies in a folder called other, such as manifests/other/10-apps.yaml, goes to the second cluster.
   */
  file: string
}
export interface EventCompletion {
  event: 'cluster-connected' | 'lab-opened'
}
/**
 * A request is answered by the intended server.
 */
export interface HttpCheck {
  id: Name
  kind: 'http'
  title: CheckTitle
  from: Sender
  to: Url
  via?: Via
  host?: HostHeader
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'
  headers?: Headers
  expect: ExpectedAnswer
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * The workload in whose Pod the probe runs.
 */
export interface ProbeClient {
  namespace: Name
  /**
   * Kind and name, such as deploy/client or pod/client.
   */
  workload: string
  container?: Name
  /**
   * The second cluster instead of the first.
   */
  cluster?: 'other'
  nodeOf?: NodeOf
}
/**
 * A workload on whose node the Pod has to be: an agent knows what happens on its own node.
 */
export interface NodeOf {
  namespace: Name
  /**
   * Kind and name, such as deploy/client or pod/client.
   */
  workload: string
}
/**
 * Whose address the connection goes to, whatever name the request carries. Exactly one of service, gateway, ingress and pod.
 */
export interface Via {
  service?: NamespacedName
  gateway?: NamespacedName
  ingress?: NamespacedName
  pod?: ProbeClient
  /**
   * Which address of the Service. From a Pod the clusterIP unless given, from the host the loadBalancer's. forward: through the API server, as kubectl port-forward does; also for a Pod.
   */
  address?: 'clusterIP' | 'loadBalancer' | 'nodePort' | 'forward'
  family?: Family
  /**
   * The port of the connection, when it is not the one of the URL.
   */
  port?: number
}
export interface NamespacedName {
  namespace: Name
  name: Name
}
/**
 * Header fields of the request.
 */
export interface Headers {
  [k: string]: string
}
/**
 * What the server answers where it is not cut off.
 */
export interface ExpectedAnswer {
  status: number
  /**
   * A text that the body contains.
   */
  body?: string
  bodyMatches?: Regex
  words?: PatternWords
  /**
   * Header fields of the answer, each with a regular expression for its value.
   */
  headers?: {
    [k: string]: Regex
  }
  nonce?: FieldText
}
/**
 * A text that the server must send: the value of a field of one of the objects, read from the cluster at that moment. No namesake, portal or stale copy knows it.
 */
export interface FieldText {
  apiVersion: string
  kind: string
  namespace: Name
  name?: Name
  /**
   * Labels of the objects, when they are not known by name.
   */
  labels?: {
    [k: string]: string
  }
  /**
   * Such as metadata.name or data[nonce].
   */
  path: string
}
/**
 * How long to wait for the answer to settle and how often it has to be the same.
 */
export interface Timings {
  real?: Timing
  simulated?: Timing
}
export interface Timing {
  /**
   * Seconds between two tries while the answer is not the wanted one.
   */
  every?: number
  /**
   * Seconds after which the answer counts as settled.
   */
  limit?: number
  /**
   * How many answers in a row have to agree.
   */
  samples?: number
  /**
   * Seconds between two of them.
   */
  spacing?: number
}
/**
 * A request that worked before is cut off now, while the same server still answers somebody else and the name still resolves.
 */
export interface BlockedCheck {
  id: Name
  kind: 'blocked'
  title: CheckTitle
  from: ProbeClient
  /**
   * A URL, or tcp://host:port or udp://host:port.
   */
  to: string
  /**
   * Further ways to the same Service that must be cut off as well: its ClusterIP, and one of its Pods.
   */
  also?: ('clusterIP' | 'podIP')[]
  expect?: ExpectedAnswer
  /**
   * Id of the http, tcp or udp check, in this step or an earlier one, that sees the same request succeed.
   */
  baseline: string
  control: ControlRequest
  alive?: OwnRequest
  /**
   * Name that must still resolve for the subject in the same seconds. Left out only where the URL has an address instead of a name.
   */
  dns?: string
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * The request that must still succeed in the same seconds.
 */
export interface ControlRequest {
  from: ProbeClient
  /**
   * The subject's URL unless given.
   */
  to?: string
}
/**
 * A request of the same client to another server, which must still be answered in the same seconds: the client is not cut off from everything.
 */
export interface OwnRequest {
  to: Url
  expect: ExpectedAnswer
}
/**
 * What a name means to a Pod.
 */
export interface DnsCheck {
  id: Name
  kind: 'dns'
  title: CheckTitle
  from: ProbeClient
  name: string
  /**
   * A unless given.
   */
  type?: 'A' | 'AAAA' | 'SRV' | 'PTR' | 'CNAME' | 'TXT'
  /**
   * The DNS server to ask instead of the Pod's own: an address, or the ClusterIP of a Service.
   */
  server?: NamespacedName | string
  /**
   * service: the name gives the address of that Service. pods: it gives the addresses of these Pods, all of them and no other. records: each of these expressions fits a record. no-such-name: the DNS server says that the name does not exist. no-record: the name exists and has no record of this type.
   */
  expect: ServiceAddress | PodAddresses | ExpectedRecords | 'no-such-name' | 'no-record'
  requires?: Requires
  timing?: Timings
  claims: Claims
}
export interface ServiceAddress {
  service: NamespacedName
  /**
   * clusterIP unless given.
   */
  address?: 'clusterIP' | 'loadBalancer'
}
export interface PodAddresses {
  pods: PodsByLabels
}
export interface PodsByLabels {
  namespace: Name
  labels: Labels
}
export interface Labels {
  [k: string]: string
}
export interface ExpectedRecords {
  /**
   * @minItems 1
   */
  records: [Regex, ...Regex[]]
}
/**
 * An object is in the state that it should be in.
 */
export interface ObjectCheck {
  id: Name
  kind: 'object'
  title: CheckTitle
  object: ObjectName
  /**
   * How many objects with these labels have to be as expected; 1 unless given.
   */
  atLeast?: number
  /**
   * What has to stand in the object, beyond what expect says.
   *
   * @minItems 1
   */
  fields?: [ExpectedField, ...ExpectedField[]]
  condition?: ExpectedCondition
  /**
   * exists: it is there and not being deleted. ready: a Deployment has all its Pods available, a Namespace is Active, a Pod is Ready. selects: a Service has a ready endpoint, a NetworkPolicy selects a Pod. absent: it is not there, though its kind is served and its namespace exists.
   */
  expect: 'exists' | 'ready' | 'selects' | 'absent'
  requires?: Requires
  timing?: Timings
  claims: Claims
}
export interface ObjectName {
  apiVersion: string
  kind: string
  namespace?: Name
  /**
   * Either a name or labels.
   */
  name?: string
  labels?: Labels
  /**
   * The second cluster instead of the first.
   */
  cluster?: 'other'
}
/**
 * A field and one of equals, matches, exists and absent.
 */
export interface ExpectedField {
  /**
   * Such as spec.ports[0].port or metadata.annotations[example.com/key].
   */
  path: string
  equals?: string | number | boolean
  matches?: Regex
  exists?: true
  absent?: true
}
export interface ExpectedCondition {
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason?: string
  /**
   * Where the conditions stand, status.conditions unless given; for an HTTPRoute status.parents[0].conditions.
   */
  path?: string
}
/**
 * A connection is opened, refused, or gets no answer at all.
 */
export interface TcpCheck {
  id: Name
  kind: 'tcp'
  title: CheckTitle
  from: Sender
  to: string
  via?: Via
  family?: Family
  expect: 'open' | 'refused' | 'silent'
  control?: ControlQuestion
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * A question of the same kind that must still be answered in the same seconds. Silence counts only beside it.
 */
export interface ControlQuestion {
  from: ProbeClient
  /**
   * The subject's unless given.
   */
  to?: string
}
/**
 * A datagram is answered, refused by ICMP, or gets no answer at all.
 */
export interface UdpCheck {
  id: Name
  kind: 'udp'
  title: CheckTitle
  from: Sender
  to: string
  via?: Via
  family?: Family
  /**
   * The text of the datagram; a newline is added.
   */
  send?: string
  expect: 'open' | 'refused' | 'silent'
  control?: ControlQuestion
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * The API server does not take a manifest, and says why. Asked as a dry run, so nothing is written.
 */
export interface RefusedCheck {
  id: Name
  kind: 'refused'
  title: CheckTitle
  /**
   * Path inside the lab's folder. What lies in a folder called other, such as manifests/other/10-apps.yaml, goes to the second cluster.
   */
  manifest: string
  /**
   * The field that the refusal names, such as spec.rules[0].http.paths[0].weight.
   */
  field?: string
  /**
   * A regular expression, as JavaScript has them.
   */
  words?: string
  /**
   * Path inside the lab's folder. What lies in a folder called other, such as manifests/other/10-apps.yaml, goes to the second cluster.
   */
  accepted?: string
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * Requests are shared out among servers as the shares say, within what chance allows.
 */
export interface SplitCheck {
  id: Name
  kind: 'split'
  title: CheckTitle
  from: Sender
  to: Url
  via?: Via
  host?: HostHeader
  headers?: Headers
  identity: SplitIdentity
  /**
   * Identity and weight, such as v1: 90, v2: 10. A weight of 0 must never be seen.
   */
  shares: {
    [k: string]: number
  }
  /**
   * How many requests count; as many as the shares need unless given.
   */
  requests?: number
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * How an answer says which server it is from: a path into a JSON body, a header field, or a regular expression on the body whose first group is taken. Exactly one of them.
 */
export interface SplitIdentity {
  json?: string
  header?: string
  body?: Regex
}
/**
 * A gRPC server says by the health protocol that it serves.
 */
export interface GrpcHealthCheck {
  id: Name
  kind: 'grpc-health'
  title: CheckTitle
  from: Sender
  to: string
  via?: Via
  host?: HostHeader
  /**
   * The name in the health request; the whole server unless given.
   */
  service?: string
  expect?: 'SERVING' | 'NOT_SERVING'
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * A connection is upgraded to WebSocket, and what is sent comes back as expected.
 */
export interface WebsocketCheck {
  id: Name
  kind: 'websocket'
  title: CheckTitle
  from: Sender
  to: string
  via?: Via
  host?: HostHeader
  send?: string
  /**
   * A regular expression, as JavaScript has them.
   */
  expect?: string
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * Echo requests are answered, or not.
 */
export interface PingCheck {
  id: Name
  kind: 'ping'
  title: CheckTitle
  from: Sender
  /**
   * A name or an address. Left out where via says it.
   */
  to?: string
  via?: Via
  family?: Family
  expect: 'answered' | 'silent'
  control?: ControlQuestion
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * The largest IP packet that gets through unfragmented.
 */
export interface PathMtuCheck {
  id: Name
  kind: 'path-mtu'
  title: CheckTitle
  from: ProbeClient
  /**
   * A name or an address. Left out where via says it.
   */
  to?: string
  via?: Via
  family?: Family
  expect: Limits
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * Of a figure, both ends included; MTUs in bytes with the IP header, throughput in Mbit/s.
 */
export interface Limits {
  atLeast?: number
  atMost?: number
}
/**
 * How much a TCP connection carries to a Pod in which an iperf3 server listens.
 */
export interface ThroughputCheck {
  id: Name
  kind: 'throughput'
  title: CheckTitle
  from: ProbeClient
  server: ProbeClient
  via?: Via
  family?: Family
  expect: Limits
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * The addresses that a Pod, a Service or every node has.
 */
export interface AddressesCheck {
  id: Name
  kind: 'addresses'
  title: CheckTitle
  /**
   * A workload, a Service, or nodes.
   */
  of: ProbeClient | AddressesOfService | 'nodes'
  /**
   * Ask inside the Pod for the addresses of this interface, such as eth0 or net1, instead of its status.
   */
  interface?: string
  expect: ExpectedAddresses
  requires?: Requires
  timing?: Timings
  claims: Claims
}
export interface AddressesOfService {
  service: NamespacedName
  address?: 'clusterIP' | 'loadBalancer'
}
export interface ExpectedAddresses {
  /**
   * Each of them has to be there, and no other.
   *
   * @minItems 1
   */
  families?: [Family, ...Family[]]
  /**
   * A range such as 10.1.0.0/16 in which an address has to be.
   */
  inside?: string
  mtu?: Limits
}
/**
 * Which way a Pod would send a packet, as its kernel says.
 */
export interface RoutesCheck {
  id: Name
  kind: 'routes'
  title: CheckTitle
  from: ProbeClient
  /**
   * An address or a name.
   */
  to: string
  /**
   * The packet's own address.
   */
  source?: string
  expect: ExpectedRoute
  requires?: Requires
  timing?: Timings
  claims: Claims
}
export interface ExpectedRoute {
  interface?: string
  /**
   * An address, or a range in which it is.
   */
  gateway?: string
  /**
   * An address, or a range in which it is.
   */
  source?: string
}
/**
 * A query to Prometheus gives a figure in these limits. Asked through the API server.
 */
export interface MetricCheck {
  id: Name
  kind: 'metric'
  title: CheckTitle
  /**
   * PromQL.
   */
  query: string
  prometheus?: NamespacedName
  expect: Limits
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * What goes over a Pod's wire while a request is sent, as tcpdump sees it.
 */
export interface CaptureCheck {
  id: Name
  kind: 'capture'
  title: CheckTitle
  at: ProbeClient
  interface?: string
  /**
   * A filter of tcpdump, such as ip6 and tcp port 80.
   */
  filter: string
  /**
   * A filter for packets that must be seen meanwhile. Where no packet is expected, it shows that tcpdump hears at all.
   */
  control?: string
  during?: RequestDuring
  expect: ExpectedPackets
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * The request that is sent meanwhile.
 */
export interface RequestDuring {
  from: ProbeClient
  to: Url
  /**
   * How often it is sent, once unless given: where several Pods answer, each of them has to be met.
   */
  times?: number
}
export interface ExpectedPackets {
  atLeast?: number
  atMost?: number
  /**
   * A regular expression, as JavaScript has them.
   */
  matches?: string
}
/**
 * A command in a Pod ends as expected.
 */
export interface ExecCheck {
  id: Name
  kind: 'exec'
  title: CheckTitle
  from: ProbeClient
  /**
   * The program and its arguments; no shell reads them.
   *
   * @minItems 1
   */
  command: [string, ...string[]]
  expect: ExpectedOutput
  requires?: Requires
  timing?: Timings
  claims: Claims
}
export interface ExpectedOutput {
  /**
   * 0 unless given.
   */
  exit?: number
  stdout?: Regex
  words?: PatternWords
  /**
   * A regular expression, as JavaScript has them.
   */
  without?: string
}
/**
 * Only a person can confirm it. It never passes by itself.
 */
export interface AttestCheck {
  id: Name
  kind: 'attest'
  title: CheckTitle
  /**
   * What to look at, and what is to be seen there.
   */
  look: string
  requires?: Requires
  timing?: Timings
  claims: Claims
}
/**
 * Each says more than the one before.
 */
export interface HintLadder {
  nudge: string
  where: string
  difference: string
  solve: string
}

/** The schema itself, so that a definition is checked without reading a file. */
export const labSchema: unknown = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "lab.schema.json",
  "title": "LabDefinition",
  "description": "A lab: its pages, its manifests and the checks that prove each of its steps. It stands in lab.yaml, in a folder called like its id.",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "id",
    "title",
    "description",
    "group",
    "level",
    "minutes",
    "topics",
    "backlog",
    "requires",
    "namespaces",
    "steps"
  ],
  "properties": {
    "id": {
      "description": "The name of the lab's folder.",
      "type": "string",
      "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
      "maxLength": 50
    },
    "title": {
      "type": "string",
      "minLength": 1,
      "maxLength": 60
    },
    "description": {
      "description": "One or two sentences: what a person can do afterwards.",
      "type": "string",
      "minLength": 1,
      "maxLength": 300
    },
    "group": {
      "description": "Where the Labs view shows it.",
      "enum": [
        "First steps",
        "Policies",
        "Names",
        "Load balancing",
        "Routing",
        "Mesh",
        "Below the network",
        "Across clusters",
        "Watching"
      ]
    },
    "level": {
      "enum": [
        "beginner",
        "intermediate",
        "advanced"
      ]
    },
    "minutes": {
      "type": "integer",
      "minimum": 1,
      "maximum": 240
    },
    "topics": {
      "description": "Words to filter by, in lower case.",
      "type": "array",
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "backlog": {
      "description": "Items of the learning plan that the lab covers.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/backlogNumber"
      }
    },
    "requires": {
      "description": "What the cluster must be able to do for every step. Where it can't, the step is blocked and says how to get it.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/capability"
      }
    },
    "namespaces": {
      "description": "Namespaces that the lab's manifests make.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/name"
      }
    },
    "steps": {
      "type": "array",
      "minItems": 1,
      "maxItems": 7,
      "items": {
        "$ref": "#/$defs/step"
      }
    }
  },
  "$defs": {
    "name": {
      "type": "string",
      "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
      "maxLength": 63
    },
    "backlogNumber": {
      "description": "Such as 9 or 9.1; the epics that are numbered anew are E9 to E15.",
      "type": "string",
      "pattern": "^([0-9]+(\\.[0-9]+)?|E(9|1[0-5]))$"
    },
    "planLine": {
      "description": "A line of the learning plan (docs/learning-plan.json): item, what it is, and its number from 1, such as “9: topic 1”, “E14: step 1” or “9.2: done 1”.",
      "type": "string",
      "pattern": "^([0-9]+(\\.[0-9]+)?|E(9|1[0-5])): (topic|step|done) [1-9]$"
    },
    "capability": {
      "description": "exec: this context may run commands in Pods. network-policy: NetworkPolicies are enforced. dual-stack: Pods and Services get addresses of both families. load-balancer: a Service of type LoadBalancer gets an address. gateway-api: its kinds are served and a GatewayClass is accepted. ingress: there is an IngressClass. traefik, metallb, istio, linkerd, cilium, hubble, multus, external-dns, prometheus: that program runs. two-clusters: a second context belongs to the lab. joined-meshes: the Istio of both clusters trusts the same root, and the second one has an east-west gateway. mcs: ServiceExport and ServiceImport are served. ephemeral-containers: this context may add one to a Pod. node-access: Pods of the node's own network are allowed. pod-security: Pod Security Admission is on. real-network: packets are sent; nothing is computed.",
      "enum": [
        "exec",
        "network-policy",
        "dual-stack",
        "load-balancer",
        "gateway-api",
        "ingress",
        "traefik",
        "metallb",
        "istio",
        "linkerd",
        "cilium",
        "hubble",
        "multus",
        "external-dns",
        "prometheus",
        "two-clusters",
        "joined-meshes",
        "mcs",
        "ephemeral-containers",
        "node-access",
        "pod-security",
        "real-network"
      ]
    },
    "requires": {
      "description": "What this part needs of the cluster, beyond what the lab needs as a whole.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/capability"
      }
    },
    "file": {
      "description": "Path inside the lab's folder. What lies in a folder called other, such as manifests/other/10-apps.yaml, goes to the second cluster.",
      "type": "string",
      "pattern": "^[a-zA-Z0-9][a-zA-Z0-9._-]*(/[a-zA-Z0-9][a-zA-Z0-9._-]*)*$"
    },
    "step": {
      "title": "LabStep",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "title",
        "goal",
        "page",
        "picture",
        "checks",
        "hints"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "backlog": {
          "description": "Items of the learning plan whose Definition of Done this step proves.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/backlogNumber"
          }
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "covers": {
          "description": "Lines of the learning plan that this step teaches or practises.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/planLine"
          }
        },
        "title": {
          "type": "string",
          "minLength": 1,
          "maxLength": 60
        },
        "goal": {
          "description": "One sentence: what is the case when the step is done.",
          "type": "string",
          "minLength": 1,
          "maxLength": 250
        },
        "page": {
          "$ref": "#/$defs/file"
        },
        "picture": {
          "title": "LabPicture",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "file",
            "alt"
          ],
          "properties": {
            "file": {
              "$ref": "#/$defs/file"
            },
            "alt": {
              "description": "What the picture shows, for those who don't see it.",
              "type": "string",
              "minLength": 20
            }
          }
        },
        "manifests": {
          "description": "Files to start from, applied in this order.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/file"
          }
        },
        "solution": {
          "description": "Files that finish the step. Left out where the manifests already do.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/file"
          }
        },
        "wrong": {
          "description": "Half-right answers that must not pass, played by the tests.",
          "type": "array",
          "items": {
            "title": "WrongSolution",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "file",
              "because",
              "verdict"
            ],
            "properties": {
              "file": {
                "$ref": "#/$defs/file"
              },
              "after": {
                "description": "Files that are applied before it. The steps before are done in any case, and this step's own files are left out.",
                "type": "array",
                "items": {
                  "$ref": "#/$defs/file"
                }
              },
              "because": {
                "type": "string",
                "minLength": 1
              },
              "verdict": {
                "description": "What verifying the step says then. refused: the API server does not take the file.",
                "enum": [
                  "fail",
                  "blocked",
                  "inconclusive",
                  "refused"
                ]
              }
            }
          }
        },
        "question": {
          "title": "StepQuestion",
          "description": "Predict, then observe: asked before the step is verified.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "text",
            "options",
            "answer",
            "because"
          ],
          "properties": {
            "text": {
              "type": "string",
              "minLength": 1,
              "maxLength": 250
            },
            "options": {
              "type": "array",
              "minItems": 2,
              "maxItems": 5,
              "items": {
                "type": "string",
                "minLength": 1,
                "maxLength": 150
              }
            },
            "answer": {
              "description": "The right one of the options, word for word.",
              "type": "string",
              "minLength": 1
            },
            "because": {
              "type": "string",
              "minLength": 1,
              "maxLength": 400
            }
          }
        },
        "actions": {
          "description": "Further links of the step in the editor's walkthrough.",
          "type": "array",
          "items": {
            "title": "StepAction",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "title",
              "command"
            ],
            "properties": {
              "title": {
                "type": "string",
                "minLength": 1,
                "maxLength": 40
              },
              "command": {
                "enum": [
                  "netlabs.practice.start",
                  "netlabs.context.pick",
                  "netlabs.lab.open"
                ]
              },
              "arguments": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          }
        },
        "completion": {
          "description": "For a step that no probe can prove: what the editor has to see.",
          "oneOf": [
            {
              "title": "CleanFileCompletion",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "event",
                "file"
              ],
              "properties": {
                "event": {
                  "const": "clean-file"
                },
                "file": {
                  "description": "One of the step's manifests, without a finding at error level.",
                  "$ref": "#/$defs/file"
                }
              }
            },
            {
              "title": "EventCompletion",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "event"
              ],
              "properties": {
                "event": {
                  "enum": [
                    "cluster-connected",
                    "lab-opened"
                  ]
                }
              }
            }
          ]
        },
        "checks": {
          "description": "All of them have to pass. Empty only when the step has a completion.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/check"
          }
        },
        "hints": {
          "title": "HintLadder",
          "description": "Each says more than the one before.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "nudge",
            "where",
            "difference",
            "solve"
          ],
          "properties": {
            "nudge": {
              "type": "string",
              "minLength": 1
            },
            "where": {
              "type": "string",
              "minLength": 1
            },
            "difference": {
              "type": "string",
              "minLength": 1
            },
            "solve": {
              "type": "string",
              "minLength": 1
            }
          }
        }
      }
    },
    "check": {
      "title": "LabCheck",
      "oneOf": [
        {
          "$ref": "#/$defs/httpCheck"
        },
        {
          "$ref": "#/$defs/blockedCheck"
        },
        {
          "$ref": "#/$defs/dnsCheck"
        },
        {
          "$ref": "#/$defs/objectCheck"
        },
        {
          "$ref": "#/$defs/tcpCheck"
        },
        {
          "$ref": "#/$defs/udpCheck"
        },
        {
          "$ref": "#/$defs/refusedCheck"
        },
        {
          "$ref": "#/$defs/splitCheck"
        },
        {
          "$ref": "#/$defs/grpcHealthCheck"
        },
        {
          "$ref": "#/$defs/websocketCheck"
        },
        {
          "$ref": "#/$defs/pingCheck"
        },
        {
          "$ref": "#/$defs/pathMtuCheck"
        },
        {
          "$ref": "#/$defs/throughputCheck"
        },
        {
          "$ref": "#/$defs/addressesCheck"
        },
        {
          "$ref": "#/$defs/routesCheck"
        },
        {
          "$ref": "#/$defs/metricCheck"
        },
        {
          "$ref": "#/$defs/captureCheck"
        },
        {
          "$ref": "#/$defs/execCheck"
        },
        {
          "$ref": "#/$defs/attestCheck"
        }
      ]
    },
    "checkTitle": {
      "description": "What is the case when it passes.",
      "type": "string",
      "minLength": 1,
      "maxLength": 100
    },
    "claims": {
      "description": "What a pass says, and nothing more.",
      "type": "string",
      "minLength": 1
    },
    "client": {
      "title": "ProbeClient",
      "description": "The workload in whose Pod the probe runs.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "namespace",
        "workload"
      ],
      "properties": {
        "namespace": {
          "$ref": "#/$defs/name"
        },
        "workload": {
          "description": "Kind and name, such as deploy/client or pod/client.",
          "type": "string",
          "pattern": "^(deploy|sts|ds|pod)/[a-z0-9]([-.a-z0-9]*[a-z0-9])?$"
        },
        "container": {
          "$ref": "#/$defs/name"
        },
        "cluster": {
          "description": "The second cluster instead of the first.",
          "const": "other"
        },
        "nodeOf": {
          "$ref": "#/$defs/nodeOf"
        }
      }
    },
    "nodeOf": {
      "title": "NodeOf",
      "description": "A workload on whose node the Pod has to be: an agent knows what happens on its own node.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "namespace",
        "workload"
      ],
      "properties": {
        "namespace": {
          "$ref": "#/$defs/name"
        },
        "workload": {
          "description": "Kind and name, such as deploy/client or pod/client.",
          "type": "string",
          "pattern": "^(deploy|sts|ds|pod)/[a-z0-9]([-.a-z0-9]*[a-z0-9])?$"
        }
      }
    },
    "sender": {
      "description": "A workload of the cluster, or host: the machine on which the editor or the command runs.",
      "oneOf": [
        {
          "$ref": "#/$defs/client"
        },
        {
          "const": "host"
        }
      ]
    },
    "labels": {
      "type": "object",
      "additionalProperties": {
        "type": "string"
      }
    },
    "namespacedName": {
      "title": "NamespacedName",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "namespace",
        "name"
      ],
      "properties": {
        "namespace": {
          "$ref": "#/$defs/name"
        },
        "name": {
          "$ref": "#/$defs/name"
        }
      }
    },
    "family": {
      "enum": [
        "IPv4",
        "IPv6"
      ]
    },
    "via": {
      "title": "Via",
      "description": "Whose address the connection goes to, whatever name the request carries. Exactly one of service, gateway, ingress and pod.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "service": {
          "$ref": "#/$defs/namespacedName"
        },
        "gateway": {
          "$ref": "#/$defs/namespacedName"
        },
        "ingress": {
          "$ref": "#/$defs/namespacedName"
        },
        "pod": {
          "$ref": "#/$defs/client"
        },
        "address": {
          "description": "Which address of the Service. From a Pod the clusterIP unless given, from the host the loadBalancer's. forward: through the API server, as kubectl port-forward does; also for a Pod.",
          "enum": [
            "clusterIP",
            "loadBalancer",
            "nodePort",
            "forward"
          ]
        },
        "family": {
          "$ref": "#/$defs/family"
        },
        "port": {
          "description": "The port of the connection, when it is not the one of the URL.",
          "type": "integer",
          "minimum": 1,
          "maximum": 65535
        }
      }
    },
    "url": {
      "description": "Where the request goes.",
      "type": "string",
      "pattern": "^https?://[^\\s]+$"
    },
    "headers": {
      "description": "Header fields of the request.",
      "type": "object",
      "additionalProperties": {
        "type": "string"
      }
    },
    "hostHeader": {
      "description": "The name that the request asks for (Host), when it is not the one of the URL.",
      "type": "string",
      "minLength": 1
    },
    "regex": {
      "description": "A regular expression, as JavaScript has them.",
      "type": "string",
      "format": "regex",
      "minLength": 1
    },
    "patternWords": {
      "description": "What the regular expression looks for, in words that a person reads when it is not there: `a value of 2`.",
      "type": "string",
      "minLength": 1
    },
    "fieldText": {
      "title": "FieldText",
      "description": "A text that the server must send: the value of a field of one of the objects, read from the cluster at that moment. No namesake, portal or stale copy knows it.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "apiVersion",
        "kind",
        "namespace",
        "path"
      ],
      "properties": {
        "apiVersion": {
          "type": "string",
          "minLength": 1
        },
        "kind": {
          "type": "string",
          "minLength": 1
        },
        "namespace": {
          "$ref": "#/$defs/name"
        },
        "name": {
          "$ref": "#/$defs/name"
        },
        "labels": {
          "description": "Labels of the objects, when they are not known by name.",
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "path": {
          "description": "Such as metadata.name or data[nonce].",
          "type": "string",
          "minLength": 1
        }
      }
    },
    "answer": {
      "title": "ExpectedAnswer",
      "description": "What the server answers where it is not cut off.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "status"
      ],
      "properties": {
        "status": {
          "type": "integer",
          "minimum": 100,
          "maximum": 599
        },
        "body": {
          "description": "A text that the body contains.",
          "type": "string",
          "minLength": 1
        },
        "bodyMatches": {
          "$ref": "#/$defs/regex"
        },
        "words": {
          "$ref": "#/$defs/patternWords"
        },
        "headers": {
          "description": "Header fields of the answer, each with a regular expression for its value.",
          "type": "object",
          "additionalProperties": {
            "$ref": "#/$defs/regex"
          }
        },
        "nonce": {
          "$ref": "#/$defs/fieldText"
        }
      }
    },
    "httpCheck": {
      "title": "HttpCheck",
      "description": "A request is answered by the intended server.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "http"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/sender"
        },
        "to": {
          "$ref": "#/$defs/url"
        },
        "via": {
          "$ref": "#/$defs/via"
        },
        "host": {
          "$ref": "#/$defs/hostHeader"
        },
        "method": {
          "enum": [
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "OPTIONS"
          ]
        },
        "headers": {
          "$ref": "#/$defs/headers"
        },
        "expect": {
          "$ref": "#/$defs/answer"
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "blockedCheck": {
      "title": "BlockedCheck",
      "description": "A request that worked before is cut off now, while the same server still answers somebody else and the name still resolves.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "baseline",
        "control",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "blocked"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/client"
        },
        "to": {
          "description": "A URL, or tcp://host:port or udp://host:port.",
          "type": "string",
          "pattern": "^(https?|tcp|udp)://[^\\s]+$"
        },
        "also": {
          "description": "Further ways to the same Service that must be cut off as well: its ClusterIP, and one of its Pods.",
          "type": "array",
          "items": {
            "enum": [
              "clusterIP",
              "podIP"
            ]
          }
        },
        "expect": {
          "$ref": "#/$defs/answer"
        },
        "baseline": {
          "description": "Id of the http, tcp or udp check, in this step or an earlier one, that sees the same request succeed.",
          "$ref": "#/$defs/name"
        },
        "control": {
          "title": "ControlRequest",
          "description": "The request that must still succeed in the same seconds.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "from"
          ],
          "properties": {
            "from": {
              "$ref": "#/$defs/client"
            },
            "to": {
              "description": "The subject's URL unless given.",
              "type": "string",
              "pattern": "^(https?|tcp|udp)://[^\\s]+$"
            }
          }
        },
        "alive": {
          "title": "OwnRequest",
          "description": "A request of the same client to another server, which must still be answered in the same seconds: the client is not cut off from everything.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "to",
            "expect"
          ],
          "properties": {
            "to": {
              "$ref": "#/$defs/url"
            },
            "expect": {
              "$ref": "#/$defs/answer"
            }
          }
        },
        "dns": {
          "description": "Name that must still resolve for the subject in the same seconds. Left out only where the URL has an address instead of a name.",
          "type": "string",
          "minLength": 1
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "dnsCheck": {
      "title": "DnsCheck",
      "description": "What a name means to a Pod.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "name",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "dns"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/client"
        },
        "name": {
          "type": "string",
          "minLength": 1
        },
        "type": {
          "description": "A unless given.",
          "enum": [
            "A",
            "AAAA",
            "SRV",
            "PTR",
            "CNAME",
            "TXT"
          ]
        },
        "server": {
          "description": "The DNS server to ask instead of the Pod's own: an address, or the ClusterIP of a Service.",
          "oneOf": [
            {
              "$ref": "#/$defs/namespacedName"
            },
            {
              "type": "string",
              "minLength": 1
            }
          ]
        },
        "expect": {
          "description": "service: the name gives the address of that Service. pods: it gives the addresses of these Pods, all of them and no other. records: each of these expressions fits a record. no-such-name: the DNS server says that the name does not exist. no-record: the name exists and has no record of this type.",
          "oneOf": [
            {
              "title": "ServiceAddress",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "service"
              ],
              "properties": {
                "service": {
                  "$ref": "#/$defs/namespacedName"
                },
                "address": {
                  "description": "clusterIP unless given.",
                  "enum": [
                    "clusterIP",
                    "loadBalancer"
                  ]
                }
              }
            },
            {
              "title": "PodAddresses",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "pods"
              ],
              "properties": {
                "pods": {
                  "title": "PodsByLabels",
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "namespace",
                    "labels"
                  ],
                  "properties": {
                    "namespace": {
                      "$ref": "#/$defs/name"
                    },
                    "labels": {
                      "$ref": "#/$defs/labels"
                    }
                  }
                }
              }
            },
            {
              "title": "ExpectedRecords",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "records"
              ],
              "properties": {
                "records": {
                  "type": "array",
                  "minItems": 1,
                  "items": {
                    "$ref": "#/$defs/regex"
                  }
                }
              }
            },
            {
              "const": "no-such-name"
            },
            {
              "const": "no-record"
            }
          ]
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "objectCheck": {
      "title": "ObjectCheck",
      "description": "An object is in the state that it should be in.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "object",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "object"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "object": {
          "title": "ObjectName",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "apiVersion",
            "kind"
          ],
          "properties": {
            "apiVersion": {
              "type": "string",
              "minLength": 1
            },
            "kind": {
              "type": "string",
              "minLength": 1
            },
            "namespace": {
              "$ref": "#/$defs/name"
            },
            "name": {
              "description": "Either a name or labels.",
              "type": "string",
              "minLength": 1
            },
            "labels": {
              "$ref": "#/$defs/labels"
            },
            "cluster": {
              "description": "The second cluster instead of the first.",
              "const": "other"
            }
          }
        },
        "atLeast": {
          "description": "How many objects with these labels have to be as expected; 1 unless given.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000
        },
        "fields": {
          "description": "What has to stand in the object, beyond what expect says.",
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/expectedField"
          }
        },
        "condition": {
          "title": "ExpectedCondition",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "type",
            "status"
          ],
          "properties": {
            "type": {
              "type": "string",
              "minLength": 1
            },
            "status": {
              "enum": [
                "True",
                "False",
                "Unknown"
              ]
            },
            "reason": {
              "type": "string",
              "minLength": 1
            },
            "path": {
              "description": "Where the conditions stand, status.conditions unless given; for an HTTPRoute status.parents[0].conditions.",
              "type": "string",
              "minLength": 1
            }
          }
        },
        "expect": {
          "description": "exists: it is there and not being deleted. ready: a Deployment has all its Pods available, a Namespace is Active, a Pod is Ready. selects: a Service has a ready endpoint, a NetworkPolicy selects a Pod. absent: it is not there, though its kind is served and its namespace exists.",
          "enum": [
            "exists",
            "ready",
            "selects",
            "absent"
          ]
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "controlRequest": {
      "title": "ControlQuestion",
      "description": "A question of the same kind that must still be answered in the same seconds. Silence counts only beside it.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "from"
      ],
      "properties": {
        "from": {
          "$ref": "#/$defs/client"
        },
        "to": {
          "description": "The subject's unless given.",
          "type": "string",
          "minLength": 1
        }
      }
    },
    "limits": {
      "title": "Limits",
      "description": "Of a figure, both ends included; MTUs in bytes with the IP header, throughput in Mbit/s.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "atLeast": {
          "type": "number"
        },
        "atMost": {
          "type": "number"
        }
      }
    },
    "expectedField": {
      "title": "ExpectedField",
      "description": "A field and one of equals, matches, exists and absent.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "path"
      ],
      "properties": {
        "path": {
          "description": "Such as spec.ports[0].port or metadata.annotations[example.com/key].",
          "type": "string",
          "minLength": 1
        },
        "equals": {
          "oneOf": [
            {
              "type": "string"
            },
            {
              "type": "number"
            },
            {
              "type": "boolean"
            }
          ]
        },
        "matches": {
          "$ref": "#/$defs/regex"
        },
        "exists": {
          "const": true
        },
        "absent": {
          "const": true
        }
      }
    },
    "tcpCheck": {
      "title": "TcpCheck",
      "description": "A connection is opened, refused, or gets no answer at all.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "tcp"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/sender"
        },
        "to": {
          "type": "string",
          "pattern": "^(tcp)://[^\\s]+$"
        },
        "via": {
          "$ref": "#/$defs/via"
        },
        "family": {
          "$ref": "#/$defs/family"
        },
        "expect": {
          "enum": [
            "open",
            "refused",
            "silent"
          ]
        },
        "control": {
          "$ref": "#/$defs/controlRequest"
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "udpCheck": {
      "title": "UdpCheck",
      "description": "A datagram is answered, refused by ICMP, or gets no answer at all.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "udp"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/sender"
        },
        "to": {
          "type": "string",
          "pattern": "^(udp)://[^\\s]+$"
        },
        "via": {
          "$ref": "#/$defs/via"
        },
        "family": {
          "$ref": "#/$defs/family"
        },
        "send": {
          "description": "The text of the datagram; a newline is added.",
          "type": "string",
          "minLength": 1
        },
        "expect": {
          "enum": [
            "open",
            "refused",
            "silent"
          ]
        },
        "control": {
          "$ref": "#/$defs/controlRequest"
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "refusedCheck": {
      "title": "RefusedCheck",
      "description": "The API server does not take a manifest, and says why. Asked as a dry run, so nothing is written.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "manifest",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "refused"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "manifest": {
          "description": "One of the lab's files, with one object in it.",
          "$ref": "#/$defs/file"
        },
        "field": {
          "description": "The field that the refusal names, such as spec.rules[0].http.paths[0].weight.",
          "type": "string",
          "minLength": 1
        },
        "words": {
          "description": "A regular expression for the words of the refusal. Either these or a field.",
          "$ref": "#/$defs/regex"
        },
        "accepted": {
          "description": "A neighbour of the manifest that the API server has to take in the same seconds.",
          "$ref": "#/$defs/file"
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "splitCheck": {
      "title": "SplitCheck",
      "description": "Requests are shared out among servers as the shares say, within what chance allows.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "identity",
        "shares",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "split"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/sender"
        },
        "to": {
          "$ref": "#/$defs/url"
        },
        "via": {
          "$ref": "#/$defs/via"
        },
        "host": {
          "$ref": "#/$defs/hostHeader"
        },
        "headers": {
          "$ref": "#/$defs/headers"
        },
        "identity": {
          "title": "SplitIdentity",
          "description": "How an answer says which server it is from: a path into a JSON body, a header field, or a regular expression on the body whose first group is taken. Exactly one of them.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "json": {
              "type": "string",
              "minLength": 1
            },
            "header": {
              "type": "string",
              "minLength": 1
            },
            "body": {
              "$ref": "#/$defs/regex"
            }
          }
        },
        "shares": {
          "description": "Identity and weight, such as v1: 90, v2: 10. A weight of 0 must never be seen.",
          "type": "object",
          "additionalProperties": {
            "type": "number",
            "minimum": 0,
            "maximum": 10000
          }
        },
        "requests": {
          "description": "How many requests count; as many as the shares need unless given.",
          "type": "integer",
          "minimum": 20,
          "maximum": 5000
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "grpcHealthCheck": {
      "title": "GrpcHealthCheck",
      "description": "A gRPC server says by the health protocol that it serves.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "grpc-health"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/sender"
        },
        "to": {
          "type": "string",
          "pattern": "^(grpc)://[^\\s]+$"
        },
        "via": {
          "$ref": "#/$defs/via"
        },
        "host": {
          "$ref": "#/$defs/hostHeader"
        },
        "service": {
          "description": "The name in the health request; the whole server unless given.",
          "type": "string"
        },
        "expect": {
          "enum": [
            "SERVING",
            "NOT_SERVING"
          ]
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "websocketCheck": {
      "title": "WebsocketCheck",
      "description": "A connection is upgraded to WebSocket, and what is sent comes back as expected.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "websocket"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/sender"
        },
        "to": {
          "type": "string",
          "pattern": "^(wss?)://[^\\s]+$"
        },
        "via": {
          "$ref": "#/$defs/via"
        },
        "host": {
          "$ref": "#/$defs/hostHeader"
        },
        "send": {
          "type": "string",
          "minLength": 1
        },
        "expect": {
          "description": "A regular expression for the message that comes back; what was sent unless given.",
          "$ref": "#/$defs/regex"
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "pingCheck": {
      "title": "PingCheck",
      "description": "Echo requests are answered, or not.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "ping"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/sender"
        },
        "to": {
          "description": "A name or an address. Left out where via says it.",
          "type": "string",
          "minLength": 1
        },
        "via": {
          "$ref": "#/$defs/via"
        },
        "family": {
          "$ref": "#/$defs/family"
        },
        "expect": {
          "enum": [
            "answered",
            "silent"
          ]
        },
        "control": {
          "$ref": "#/$defs/controlRequest"
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "pathMtuCheck": {
      "title": "PathMtuCheck",
      "description": "The largest IP packet that gets through unfragmented.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "path-mtu"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/client"
        },
        "to": {
          "description": "A name or an address. Left out where via says it.",
          "type": "string",
          "minLength": 1
        },
        "via": {
          "$ref": "#/$defs/via"
        },
        "family": {
          "$ref": "#/$defs/family"
        },
        "expect": {
          "$ref": "#/$defs/limits"
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "throughputCheck": {
      "title": "ThroughputCheck",
      "description": "How much a TCP connection carries to a Pod in which an iperf3 server listens.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "server",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "throughput"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/client"
        },
        "server": {
          "$ref": "#/$defs/client"
        },
        "via": {
          "$ref": "#/$defs/via"
        },
        "family": {
          "$ref": "#/$defs/family"
        },
        "expect": {
          "$ref": "#/$defs/limits"
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "addressesCheck": {
      "title": "AddressesCheck",
      "description": "The addresses that a Pod, a Service or every node has.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "of",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "addresses"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "of": {
          "description": "A workload, a Service, or nodes.",
          "oneOf": [
            {
              "$ref": "#/$defs/client"
            },
            {
              "title": "AddressesOfService",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "service"
              ],
              "properties": {
                "service": {
                  "$ref": "#/$defs/namespacedName"
                },
                "address": {
                  "enum": [
                    "clusterIP",
                    "loadBalancer"
                  ]
                }
              }
            },
            {
              "const": "nodes"
            }
          ]
        },
        "interface": {
          "description": "Ask inside the Pod for the addresses of this interface, such as eth0 or net1, instead of its status.",
          "type": "string",
          "pattern": "^[a-zA-Z0-9._-]+$"
        },
        "expect": {
          "title": "ExpectedAddresses",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "families": {
              "description": "Each of them has to be there, and no other.",
              "type": "array",
              "minItems": 1,
              "items": {
                "$ref": "#/$defs/family"
              }
            },
            "inside": {
              "description": "A range such as 10.1.0.0/16 in which an address has to be.",
              "type": "string",
              "pattern": "^[0-9a-fA-F.:]+/[0-9]+$"
            },
            "mtu": {
              "$ref": "#/$defs/limits"
            }
          }
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "routesCheck": {
      "title": "RoutesCheck",
      "description": "Which way a Pod would send a packet, as its kernel says.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "routes"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/client"
        },
        "to": {
          "description": "An address or a name.",
          "type": "string",
          "minLength": 1
        },
        "source": {
          "description": "The packet's own address.",
          "type": "string",
          "minLength": 1
        },
        "expect": {
          "title": "ExpectedRoute",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "interface": {
              "type": "string",
              "minLength": 1
            },
            "gateway": {
              "description": "An address, or a range in which it is.",
              "type": "string",
              "minLength": 1
            },
            "source": {
              "description": "An address, or a range in which it is.",
              "type": "string",
              "minLength": 1
            }
          }
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "metricCheck": {
      "title": "MetricCheck",
      "description": "A query to Prometheus gives a figure in these limits. Asked through the API server.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "query",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "metric"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "query": {
          "description": "PromQL.",
          "type": "string",
          "minLength": 1
        },
        "prometheus": {
          "$ref": "#/$defs/namespacedName"
        },
        "expect": {
          "$ref": "#/$defs/limits"
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "captureCheck": {
      "title": "CaptureCheck",
      "description": "What goes over a Pod's wire while a request is sent, as tcpdump sees it.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "at",
        "filter",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "capture"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "at": {
          "$ref": "#/$defs/client"
        },
        "interface": {
          "type": "string",
          "pattern": "^[a-zA-Z0-9._-]+$"
        },
        "filter": {
          "description": "A filter of tcpdump, such as ip6 and tcp port 80.",
          "type": "string",
          "minLength": 1
        },
        "control": {
          "description": "A filter for packets that must be seen meanwhile. Where no packet is expected, it shows that tcpdump hears at all.",
          "type": "string",
          "minLength": 1
        },
        "during": {
          "title": "RequestDuring",
          "description": "The request that is sent meanwhile.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "from",
            "to"
          ],
          "properties": {
            "from": {
              "$ref": "#/$defs/client"
            },
            "to": {
              "$ref": "#/$defs/url"
            },
            "times": {
              "description": "How often it is sent, once unless given: where several Pods answer, each of them has to be met.",
              "type": "integer",
              "minimum": 1,
              "maximum": 50
            }
          }
        },
        "expect": {
          "title": "ExpectedPackets",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "atLeast": {
              "type": "integer",
              "minimum": 0
            },
            "atMost": {
              "type": "integer",
              "minimum": 0
            },
            "matches": {
              "description": "A regular expression that a line of the summary fits.",
              "$ref": "#/$defs/regex"
            }
          }
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "execCheck": {
      "title": "ExecCheck",
      "description": "A command in a Pod ends as expected.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "command",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "exec"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/client"
        },
        "command": {
          "description": "The program and its arguments; no shell reads them.",
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "string",
            "minLength": 1
          }
        },
        "expect": {
          "title": "ExpectedOutput",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "exit": {
              "description": "0 unless given.",
              "type": "integer",
              "minimum": 0,
              "maximum": 255
            },
            "stdout": {
              "$ref": "#/$defs/regex"
            },
            "words": {
              "$ref": "#/$defs/patternWords"
            },
            "without": {
              "description": "A regular expression that the output must not fit.",
              "$ref": "#/$defs/regex"
            }
          }
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "attestCheck": {
      "title": "AttestCheck",
      "description": "Only a person can confirm it. It never passes by itself.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "look",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "attest"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "look": {
          "description": "What to look at, and what is to be seen there.",
          "type": "string",
          "minLength": 1
        },
        "requires": {
          "$ref": "#/$defs/requires"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "timings": {
      "title": "Timings",
      "description": "How long to wait for the answer to settle and how often it has to be the same.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "real": {
          "$ref": "#/$defs/timing"
        },
        "simulated": {
          "$ref": "#/$defs/timing"
        }
      }
    },
    "timing": {
      "title": "Timing",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "every": {
          "description": "Seconds between two tries while the answer is not the wanted one.",
          "type": "number",
          "minimum": 0.05,
          "maximum": 10
        },
        "limit": {
          "description": "Seconds after which the answer counts as settled.",
          "type": "number",
          "minimum": 0,
          "maximum": 300
        },
        "samples": {
          "description": "How many answers in a row have to agree.",
          "type": "integer",
          "minimum": 1,
          "maximum": 20
        },
        "spacing": {
          "description": "Seconds between two of them.",
          "type": "number",
          "minimum": 0.05,
          "maximum": 10
        }
      }
    }
  }
}
