import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestApi, type TestApi } from '../helpers/api.ts'

// What the README has its readers paste, sent to the API, must be answered as the README shows.
const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const [, part = ''] = /\n## Sending facts\n([\s\S]*?)\n## /.exec(text) ?? []
const blocks = (language: string) =>
  [...part.matchAll(new RegExp('^```' + language + '\\n([\\s\\S]*?)^```', 'gm'))].map(([, block]) => block!)
const bodies = blocks('sh').map((block) => /<<JSON\n([\s\S]*?)\nJSON$/m.exec(block)?.[1] ?? '')
const answers = blocks('text').map((block) => block.split('\n'))

const reading = z.object({
  recommendation: z.string(),
  score: z.number(),
  reasons: z.array(z.object({ kind: z.string(), message: z.string() })),
})

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})

/** The body as the shell makes it, at the clock of the API. */
function filled(body: string): string {
  const instant = new Date(api.clock.now).toISOString()
  const event = `"specversion":"1.0","source":"/readme","subject":"hello","time":"${instant}"`
  return body
    .replaceAll('$event', event)
    .replaceAll(/\$\(day (\d+)\)/g, (_, days) =>
      new Date(api.clock.now - Number(days) * 864e5).toISOString().slice(0, 10),
    )
    .replaceAll(/\$\(node [^)]*\)\.toISOString\(\)'\)|\$\(node -p '[^']*'\)/g, instant)
}

test('the README has three steps, each with its answer', () => {
  expect(bodies.filter((body) => body !== '')).toHaveLength(3)
  expect(answers).toHaveLength(3)
})

test.each([0, 1, 2])('step %i of the README is answered as it says', async (step) => {
  api.clock.now += 60_000
  const [sent = '', ...shown] = answers[step]!
  const type = bodies[step]!.startsWith('[') ? 'cloudevents-batch' : 'cloudevents'
  const { body } = await api.post('/v1/events', filled(bodies[step]!), {
    'content-type': `application/${type}+json`,
  })
  expect(body).toEqual(JSON.parse(sent))
  if (shown.join('') === '') return
  const { recommendation, score, reasons } = await api.read('/v1/projects/hello/readiness', reading)
  expect(shown[0]).toBe(`hello at release: ${recommendation} (score ${score})`)
  expect(shown.filter((line) => /^ {2}[A-Z]/.test(line))).toEqual(
    reasons.map(({ kind, message }) => `  ${kind}  ${message}`),
  )
})
