import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadFactLog } from '../../store/facts/load-fact-log.ts'
import { openStore } from '../../store/open.ts'
import { makeEvent } from '../helpers/events.ts'
import { makeIntake, toCandidates } from '../helpers/intake.ts'
import { makeDirectory, rowsOf } from '../helpers/store.ts'

const loader = new URL('../helpers/typescript-loader.mjs', import.meta.url).href
const program = fileURLToPath(new URL('../helpers/ingest-until-killed.ts', import.meta.url))

/** Runs the program and kills it after so many acknowledgements; returns every id it acknowledged. */
async function killAfter(directory: string, round: number, acknowledgements: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', loader, program, directory, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  let lines = 0
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(...line.split(' '))
    if (++lines === acknowledgements) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return acknowledged
}

test('after SIGKILL at any point every acknowledged event is stored exactly once, and sending all again adds what was lost', async () => {
  const directory = makeDirectory()
  const acknowledged: string[] = []
  // The kill lands wherever the program then is: three senders work side by side.
  for (const [round, count] of [7, 40, 113].entries())
    acknowledged.push(...(await killAfter(directory, round, count)))

  const store = await openStore({ dataDirectory: directory, clickhouse: null }, { now: Date.now })
  try {
    const ids = async () =>
      (await loadFactLog(store, { projects: ['killed'], knownUntil: Date.UTC(2199, 0, 1) })).map(
        ({ id }) => id,
      )
    const stored = await ids()
    expect(new Set(stored).size).toBe(stored.length)
    expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([])

    const intake = await makeIntake(store, { now: Date.now })
    const events = acknowledged.map((id) =>
      makeEvent(id, { subject: 'killed', time: '2020-01-01T00:00:00Z' }),
    )
    expect(await intake.deliver(toCandidates(events), 'test')).toMatchObject({
      accepted: events.length,
      duplicates: events.length,
    })
    expect((await ids()).length).toBe(stored.length)
    expect(await rowsOf(store, 'SELECT count() AS n FROM kanmon.facts')).toEqual([{ n: stored.length }])
  } finally {
    await store.close()
  }
})
