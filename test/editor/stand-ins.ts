import { CancellationTokenSource, window, type Uri } from 'vscode'

/** What the extension said to the person, and the buttons that it offered. */
export interface Said {
  readonly kind: 'error' | 'warning' | 'information'
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
}

type Ask = (message: string, ...rest: readonly unknown[]) => Thenable<string | undefined>

/**
 * Stands in for the person while `work` runs: collects what is said to them and presses the button that
 * `press` names. Tests share the `vscode` of the extension under test, so these functions are the ones it
 * calls.
 */
export async function saidDuring(
  work: () => unknown,
  press: (said: Said) => string | undefined = () => undefined
): Promise<readonly Said[]> {
  const all: Said[] = []
  const listen =
    (kind: Said['kind']): Ask =>
    (message, ...rest) => {
      const options = rest.find(one => typeof one === 'object') as { detail?: string } | undefined
      const buttons = rest.filter(one => typeof one === 'string')
      const said: Said = { kind, message, detail: options?.detail ?? '', buttons }
      all.push(said)
      const pressed = press(said)
      if (pressed !== undefined && !buttons.includes(pressed))
        throw new Error(`There is no button "${pressed}" at "${message}".`)
      return Promise.resolve(pressed)
    }
  await replacing(
    {
      showErrorMessage: listen('error'),
      showWarningMessage: listen('warning'),
      showInformationMessage: listen('information')
    },
    work
  )
  return all
}

/** Types into the next input boxes while `work` runs; undefined closes them. */
export async function typing(text: string | undefined, work: () => unknown): Promise<number> {
  let asked = 0
  const showInputBox = (): Promise<string | undefined> => {
    asked++
    return Promise.resolve(text)
  }
  await replacing({ showInputBox }, work)
  return asked
}

/** Chooses this file wherever one is asked for to save to, while `work` runs. */
export async function savingTo(file: Uri, work: () => unknown): Promise<void> {
  await replacing({ showSaveDialog: () => Promise.resolve(file) }, work)
}

export interface PickItem {
  readonly label: string
  readonly description?: string
  readonly detail?: string
}

/** Takes the item whose label contains `label` from the next list, and returns all that were offered. */
export async function picking(
  label: string | undefined,
  work: () => unknown
): Promise<readonly PickItem[]> {
  let offered: readonly PickItem[] = []
  const showQuickPick = async (
    items: readonly PickItem[] | Promise<readonly PickItem[]>
  ): Promise<PickItem | undefined> => {
    offered = await items
    return label === undefined ? undefined : offered.find(item => item.label.includes(label))
  }
  await replacing({ showQuickPick }, work)
  return offered
}

/**
 * Takes one item after the other from the lists that are shown while `work` runs, each by a part of its label; a
 * list of several choices gets all that are named at its turn. Returns what each list offered.
 */
export async function pickingInTurn(
  choices: readonly (string | readonly string[])[],
  work: () => unknown
): Promise<readonly (readonly PickItem[])[]> {
  const offered: (readonly PickItem[])[] = []
  const showQuickPick = async (
    items: readonly PickItem[] | Promise<readonly PickItem[]>
  ): Promise<unknown> => {
    const choice = choices[offered.length]
    const all = await items
    offered.push(all)
    if (choice === undefined)
      throw new Error(`Nobody expected a list of ${all.map(({ label }) => label).join(', ')}.`)
    if (typeof choice === 'string') return all.find(({ label }) => label.includes(choice))
    return all.filter(({ label }) => choice.some(one => label.includes(one)))
  }
  await replacing({ showQuickPick }, work)
  return offered
}

/** Presses Cancel as soon as a notification of progress is shown while `work` runs; returns their titles. */
export async function cancelling(work: () => unknown): Promise<readonly string[]> {
  const titles: string[] = []
  const withProgress: typeof window.withProgress = (options, task) => {
    titles.push(options.title ?? '')
    const cancel = new CancellationTokenSource()
    setTimeout(() => cancel.cancel(), 10)
    return task({ report() {} }, cancel.token)
  }
  await replacing({ withProgress }, work)
  return titles
}

async function replacing(
  functions: Readonly<Record<string, unknown>>,
  work: () => unknown
): Promise<void> {
  const real = window as unknown as Record<string, unknown>
  const before = Object.keys(functions).map(name => [name, real[name]] as const)
  Object.assign(real, functions)
  try {
    await work()
    // Messages are shown without being waited for.
    await new Promise(next => setTimeout(next, 20))
  } finally {
    for (const [name, value] of before) real[name] = value
  }
}
