/** `walkthroughs/<lab>/pictures/NAME.svg`, drawn from the description `NAME.yaml` beside it. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { drawPicture } from './pictures/draw.ts'
import { layOut } from './pictures/layout.ts'
import { readPicture } from './pictures/picture.ts'
import { productLabs } from './walkthroughs.ts'

const root = path.dirname(path.dirname(import.meta.dirname))

export async function generatePictures(): Promise<Map<string, string>> {
  const alternatives = alternativeTexts()
  const drawn = new Map<string, string>()
  for (const name of globSync('walkthroughs/*/pictures/*.yaml', { cwd: root }).sort()) {
    const file = name.replaceAll('\\', '/').replace(/\.yaml$/, '.svg')
    const alternative = alternatives.get(file)
    try {
      if (alternative === undefined) throw new Error('No step of the lab shows this picture.')
      const picture = readPicture(readFileSync(path.join(root, name), 'utf8'))
      drawn.set(file, drawPicture(await layOut(picture), picture.title, alternative))
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error })
    }
  }
  return drawn
}

/** What a picture shows in words, by its file. */
function alternativeTexts(): ReadonlyMap<string, string> {
  return new Map(
    productLabs().flatMap(lab =>
      lab.steps.map(({ picture }) => [`walkthroughs/${lab.id}/${picture.file}`, picture.alt])
    )
  )
}
