import { commands, env, window, type Tab } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'

/** The page registers its walkthroughs shortly after its tab is there. */
const registered = 1500

/**
 * The context keys that tick the steps of walkthroughs.
 *
 * VS Code registers walkthroughs when their page is first opened, and a key that is true at that moment
 * counts as old news: its step gets no tick for the rest of the session. So the keys wait until the page
 * was seen. Ticks of earlier sessions VS Code keeps itself.
 */
export class WalkthroughTicks implements Disposable {
  readonly #disposables = new Disposables()
  readonly #waiting = new Map<string, boolean>()
  #seen: 'no' | 'soon' | 'yes' = 'no'
  #timer: NodeJS.Timeout | undefined

  constructor() {
    this.#disposables.add(
      window.tabGroups.onDidChangeTabs(({ opened, changed }) => this.#look([...opened, ...changed]))
    )
    this.#look(window.tabGroups.all.flatMap(({ tabs }) => tabs))
  }

  set(key: string, done: boolean): void {
    if (this.#seen === 'yes') void commands.executeCommand('setContext', key, done)
    else this.#waiting.set(key, done)
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#disposables.dispose()
  }

  #look(tabs: readonly Tab[]): void {
    if (this.#seen !== 'no' || !tabs.some(isWelcomePage)) return
    this.#seen = 'soon'
    this.#timer = setTimeout(() => {
      this.#seen = 'yes'
      for (const [key, done] of this.#waiting) this.set(key, done)
      this.#waiting.clear()
    }, registered)
  }
}

/** Pages of the editor's own have no input that extensions know; their titles are translated. */
function isWelcomePage({ input, label }: Tab): boolean {
  if (input !== undefined) return false
  return !env.language.startsWith('en') || /welcome|walkthrough/i.test(label)
}
