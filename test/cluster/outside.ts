import { run } from './machine/run.ts'
import { isForeign, testPlan } from './test-kubeconfig.ts'

/** Where clients outside of the cluster are: this machine itself, where the cluster is somebody's own. */
const place = isForeign ? [] : ['ip', 'netns', 'exec', testPlan(1).outside.namespace]

/** Runs a command outside of the cluster and gives what it printed. */
export async function runOutside(command: readonly string[]): Promise<string> {
  const [first = '', ...rest] = [...place, ...command]
  return (await run(first, rest)).trim()
}

/** The body that a request from outside gets, or what went wrong in the words of Node's fetch. */
export async function fetchOutside(url: string, host?: string): Promise<string> {
  const script = `
    const [url, host] = process.argv.slice(1)
    const request = require('node:http').get(url, { timeout: 3000, headers: host ? { host } : {} })
    request.on('response', async response => console.log(await new Response(response).text()))
    request.on('timeout', () => request.destroy(new Error('no answer')))
    request.on('error', error => console.log('failed: ' + error.message))`
  return await runOutside([process.execPath, '-e', script, url, ...(host ? [host] : [])])
}

/** An address as it stands in a URL. */
export function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
