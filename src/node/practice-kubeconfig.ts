/** Name of the context, cluster and user in the practice cluster's kubeconfig. */
export const practiceContext = 'practice'

/** Name of an extension in every kubeconfig of a practice cluster: kubectl keeps it, unlike a comment. */
const practiceMark = 'kubernetes-networking-labs/practice-cluster'

/** Whether a text is the kubeconfig of a practice cluster and of no other, though kubectl may have edited it. */
export function isPracticeKubeconfig(text: string): boolean {
  return text.includes(practiceMark) && [...text.matchAll(/^[\s-]*server:/gm)].length === 1
}

/** The token in the kubeconfig of a practice cluster: no two of them have the same. */
export function tokenIn(kubeconfig: string): string | undefined {
  return /^\s*token: (\S+)$/m.exec(kubeconfig)?.[1]
}

/** The kubeconfig of a practice cluster as YAML. */
export function practiceKubeconfig(access: {
  readonly server: string
  readonly ca: string
  readonly token: string
}): string {
  return `# Practice cluster (simulated) of Kubernetes Networking Labs.
# It is valid until that practice cluster is stopped.
apiVersion: v1
kind: Config
current-context: ${practiceContext}
clusters:
  - name: ${practiceContext}
    cluster:
      server: ${access.server}
      certificate-authority-data: ${Buffer.from(access.ca).toString('base64')}
      extensions:
        - name: ${practiceMark}
          extension: { simulated: true }
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
