import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { createProgram } from '../../cli/program.ts'
import { quietTerminal } from '../helpers/repositories.ts'

const read = (name: string) => readFileSync(new URL(`../../examples/ci/${name}`, import.meta.url), 'utf8')

test.each([
  ['github-actions.yml', ['jobs', 'collect', 'steps']],
  ['gitlab-ci.yml', ['kanmon:collect', 'script']],
])('%s is YAML that calls commands and options that there are', (name, path) => {
  const text = read(name)
  const steps = path.reduce<unknown>((place, step) => (place as Record<string, unknown>)[step], parse(text))
  expect(steps).toBeInstanceOf(Array)
  const calls = [...text.matchAll(/(?:run: |- |\.bin\/)kanmon (\w+)(.*)/g)]
  expect(calls.map(([, command]) => command)).toEqual(['collect', 'doctor', 'gate'])
  const program = createProgram(quietTerminal)
  for (const [, name = '', words = ''] of calls) {
    const command = program.commands.find((each) => each.name() === name)
    const owner = command?.commands.find((each) => each.name() === 'configured') ?? command
    for (const [option] of words.matchAll(/--[a-z-]+/g)) {
      expect(owner?.options.map(({ long }) => long)).toContain(option)
    }
  }
})
