/** A kustomization, by the type that the language service gives it. */
export const kustomizationKeys = ['kustomize.config.k8s.io/v1/Kustomization']
