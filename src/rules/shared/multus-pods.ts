import type { Container } from '../../model/pod.ts'

/** Whether a container is Multus itself. */
export function isMultus({ image = '' }: Container): boolean {
  return /(?:^|\/)multus-cni(?:[:@]|$)/.test(image)
}
