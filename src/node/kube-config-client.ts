// Loaded by a dynamic import only, because it brings most of the cluster client's weight.
export { KubeConfig } from '@kubernetes/client-node'
