/** Name of the context, cluster and user in the practice cluster's kubeconfig. */
export const practiceContext = 'practice'

/** First line of every kubeconfig of a practice cluster: the mark by which a left-over is recognised. */
export const practiceMark = '# Practice cluster (simulated) of Kubernetes Networking Labs.'

/** The kubeconfig of a practice cluster as YAML. */
export function practiceKubeconfig(access: {
  readonly server: string
  readonly ca: string
  readonly token: string
}): string {
  return `${practiceMark}
# It is valid until that practice cluster is stopped.
apiVersion: v1
kind: Config
current-context: ${practiceContext}
clusters:
  - name: ${practiceContext}
    cluster:
      server: ${access.server}
      certificate-authority-data: ${Buffer.from(access.ca).toString('base64')}
users:
  - name: ${practiceContext}
    user:
      token: ${access.token}
contexts:
  - name: ${practiceContext}
    context:
      cluster: ${practiceContext}
      user: ${practiceContext}
      namespace: default
`
}
