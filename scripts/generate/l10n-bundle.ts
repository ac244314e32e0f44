import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.dirname(path.dirname(import.meta.dirname))

/**
 * `l10n/bundle.l10n.json`: every text that the extension's code gives to `l10n.t`, for translators. VS Code
 * takes a translation from `bundle.l10n.<language>.json` beside it.
 */
export function generateL10nBundle(): Map<string, string> {
  const texts = new Set<string>()
  for (const file of globSync('src/extension/**/*.ts', { cwd: root }).sort()) {
    const code = readFileSync(path.join(root, file), 'utf8')
    for (const [, text = ''] of code.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g))
      texts.add(text.replaceAll(String.raw`\'`, "'"))
  }
  const bundle = Object.fromEntries([...texts].sort().map(text => [text, text]))
  return new Map([['l10n/bundle.l10n.json', `${JSON.stringify(bundle, null, 2)}\n`]])
}
