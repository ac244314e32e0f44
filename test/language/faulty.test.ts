import { globSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { checkFixture } from '../support/fixture.ts'

const folder = path.join(import.meta.dirname, 'faulty')

for (const name of globSync('*.yaml', { cwd: folder }).sort())
  if (!/\.(?:fixed|preferred)\.yaml$/.test(name))
    test(`${name} has exactly the findings that it marks`, () => {
      checkFixture(path.join(folder, name))
    })
