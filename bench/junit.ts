// npm run bench:junit: `kanmon collect junit` of 300,000 cases against a bare saxes parse of the same file, each in a
// process of its own, in turns. Limits: 100 MB of resident memory, 1.5 times the time.
import { execFileSync } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { SaxesParser } from 'saxes'
import { junit } from '../ingest/collectors/junit/junit.ts'
import { openReport } from '../ingest/collectors/report.ts'
import { median, report } from './support/figures.ts'

const CASES = 300_000
const ROUNDS = 5
const MAX_MEGABYTES = 100
const MAX_RATIO = 1.5

async function write(file: string): Promise<void> {
  const out = createWriteStream(file)
  const put = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain')
  }
  await put('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="all">\n')
  for (let suite = 0; suite < CASES / 1000; suite += 1) {
    await put(
      `<testsuite name="suite ${suite}" tests="1000" failures="10" errors="0" skipped="10" timestamp="2026-11-20T10:00:00Z" time="12.5">\n`,
    )
    for (let i = 0; i < 1000; i += 1) {
      const name = `<testcase classname="org.example.module${suite}.package.SomeTest" name="does what it should ${i}" time="0.012"`
      const inside = i % 100 === 0 ? '><failure message="no">trace</failure></testcase>\n' : '/>\n'
      await put(name + (i % 100 === 1 ? '><skipped/></testcase>\n' : inside))
    }
    await put('</testsuite>\n')
  }
  out.end('</testsuites>\n')
  await once(out, 'finish')
}

async function bare(file: string): Promise<number> {
  const parser = new SaxesParser({ position: true })
  let cases = 0
  parser.on('opentag', ({ name }) => {
    if (name === 'testcase') cases += 1
  })
  for await (const piece of createReadStream(file, 'utf8')) parser.write(piece as string)
  parser.close()
  return cases
}

async function ours(file: string): Promise<number> {
  const { facts } = await junit.read(await openReport(file), { project: 'p', timeZone: 'UTC' }, {})
  const [fact] = facts
  return fact?.kind === 'testrun.finished' ? fact.data.total : 0
}

interface Run {
  readonly seconds: number
  readonly megabytes: number
}

/** What a process of its own measures: its time without the start, and the most memory it ever had. */
async function measure(way: (file: string) => Promise<number>, file: string): Promise<Run> {
  const start = performance.now()
  const cases = await way(file)
  if (cases !== CASES) throw new Error(`counted ${cases} of ${CASES} cases`)
  return {
    seconds: (performance.now() - start) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }
}

function child(way: 'bare' | 'ours', file: string): Run {
  const program = fileURLToPath(import.meta.url)
  return JSON.parse(
    execFileSync(process.execPath, [...process.execArgv, program, way, file], { encoding: 'utf8' }),
  ) as Run
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'kanmon-bench-'))
  try {
    const file = join(directory, 'junit.xml')
    await write(file)
    const rounds = Array.from({ length: ROUNDS }, () => ({
      bare: child('bare', file),
      ours: child('ours', file),
    }))
    const ratio = median(rounds.map((round) => round.ours.seconds / round.bare.seconds))
    const megabytes = Math.max(...rounds.map((round) => round.ours.megabytes))
    const seconds = (of: 'bare' | 'ours') => median(rounds.map((round) => round[of].seconds)).toFixed(2)
    const size = (statSync(file).size / 1024 / 1024).toFixed(1)
    report(`JUnit XML, ${CASES} cases, ${size} MB, ${ROUNDS} rounds, medians`)
    report(`bare saxes parse:     ${seconds('bare')} s`)
    report(`kanmon collect junit: ${seconds('ours')} s, ${ratio.toFixed(2)} times (limit ${MAX_RATIO})`)
    report(`most memory:          ${megabytes.toFixed(0)} MB resident (limit ${MAX_MEGABYTES})`)
    if (ratio > MAX_RATIO || megabytes > MAX_MEGABYTES) process.exitCode = 1
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const [, , way, file] = process.argv
if (way === undefined || file === undefined) await main()
else process.stdout.write(JSON.stringify(await measure(way === 'bare' ? bare : ours, file)))
