import type { Disposable } from '../../base/disposable.ts'
import { Disposables } from '../../base/disposable.ts'
import { guarded } from '../host/run-command.ts'
import type { LogChannel } from '../host/log-channel.ts'
import type { LanguageFeatures } from './language-features.ts'
import { whenAManifestIsOpen } from './when-a-manifest-is-open.ts'

/** The language features of the window: started with the first manifest, ended with the extension. */
export class LiveLanguage implements Disposable {
  readonly #disposables = new Disposables()
  #started: Promise<LanguageFeatures | undefined> | undefined
  #markChecked: () => void = () => undefined

  /** Settles when the open files were checked for the first time. */
  readonly checked = new Promise<void>(resolve => {
    this.#markChecked = resolve
  })

  constructor(product: string, log: LogChannel, onStart: (features: LanguageFeatures) => void) {
    this.#disposables.add(
      whenAManifestIsOpen(() => {
        this.#started = guarded('check manifests', log, async () => {
          const { startLanguageFeatures } = await import('./language-features.ts')
          const features = await startLanguageFeatures(product, log)
          this.#disposables.add(features)
          onStart(features)
          this.#markChecked()
          return features
        })
      })
    )
  }

  /** Undefined when no manifest was open yet or the start failed, which the log tells. */
  async features(): Promise<LanguageFeatures | undefined> {
    return this.#started
  }

  dispose(): void {
    this.#disposables.dispose()
  }
}
