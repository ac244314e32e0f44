import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from './service.ts'

export interface Fence {
  readonly language: string
  readonly text: string
}

export interface Page {
  /** Path from the root of the project, with slashes. */
  readonly file: string
  readonly text: string
  readonly fences: readonly Fence[]
  /** Targets of links and pictures outside of fences and code. */
  readonly links: readonly string[]
}

/** Every Markdown page of the project that is written for people. */
export function pages(): readonly Page[] {
  return globSync(['*.md', 'docs/**/*.md', 'walkthroughs/**/*.md', 'samples/**/*.md'], {
    cwd: projectRoot
  })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => file !== 'THIRD_PARTY_NOTICES.md')
    .sort()
    .map(page)
}

export function page(file: string): Page {
  const text = readFileSync(path.join(projectRoot, file), 'utf8')
  const fence = /^```(\w*)\n(.*?)^```$/gms
  const prose = text.replaceAll(fence, '').replaceAll(/`[^`\n]*`/g, '')
  return {
    file,
    text,
    fences: [...text.matchAll(fence)].map(([, language = '', inside = '']) => ({
      language,
      text: inside
    })),
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  }
}

/** Ids of the headings of a page, as code hosts make them. */
export function anchorsOf({ text }: Page): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-')
    )
  )
}
