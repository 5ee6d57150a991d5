import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { exportCalendar } from '../../api/exports/scheduled/due-weeks.ts'
import { manifest as manifestSchema } from '../../api/exports/scheduled/manifest.ts'
import { weeklySchedule } from '../../api/compose/weekly-schedule.ts'
import type { ExportConfig } from '../../schemas/config-exports.ts'
import { asEvent } from '../helpers/api.ts'
import { guardedApi, type GuardedApi } from '../helpers/access.ts'
import { openBucket } from '../helpers/bucket.ts'
import { manualSchedule } from '../helpers/manual-schedule.ts'
import { shippingFacts } from '../helpers/project-facts.ts'
import { makeDirectory, openTestStore, rowsOf } from '../helpers/store.ts'
import { until } from '../helpers/proxy/until.ts'
import type { Store } from '../../store/store.ts'

const MONDAY_SIX = '0 6 * * 1'
const directory = makeDirectory()
let store: Store
let api: GuardedApi
beforeAll(async () => {
  store = await openTestStore()
  api = await guardedApi(store)
  const { key } = await api.key([{ role: 'collector', projects: 'all' }])
  const sent = await api.call('POST', '/v1/events', { key, body: shippingFacts().map(asEvent) })
  expect(sent).toMatchObject({ status: 200, body: { quarantined: [] } })
  // Known since 20 November; the schedules below begin on Monday the 23rd.
})

const config = (target: ExportConfig['target'], formats: ExportConfig['formats']): ExportConfig => ({
  cron: MONDAY_SIX,
  timeZone: 'Asia/Tokyo',
  target,
  formats,
  weeks: 4,
  language: 'en',
})

/** A process with scheduled exports, whose timers run when the test says so. */
function exporting(exports: ExportConfig, { now }: { now: number }) {
  const { clock } = api
  clock.now = now
  const timers = manualSchedule(clock)
  const logged: Record<string, unknown>[] = []
  const log = (fields: object) => void logged.push({ ...fields })
  const schedule = weeklySchedule(
    exports,
    store,
    {
      ...api.ports,
      now: () => clock.now,
      settledUntil: () => clock.now,
      logger: { ...api.ports.logger, info: log, error: log } as never,
    },
    { schedule: timers.schedule, unsettled: 0 },
  )
  const advanceTo = async (instant: string) => {
    const looked = timers.pending().length
    expect(looked).toBe(1)
    timers.advance(Date.parse(instant) - clock.now)
    // A look ends with the timer of the next one.
    await until('a look ends', () => timers.pending().length === 1)
  }
  const start = async () => {
    schedule.start()
    await until('a look ends', () => timers.pending().length === 1)
  }
  return { schedule, clock, timers, logged, advanceTo, start }
}

const folder = () => join(directory, crypto.randomUUID())
const manifestOf = (path: string, week: string) =>
  manifestSchema.parse(JSON.parse(readFileSync(join(path, week, 'manifest.json'), 'utf8')))

describe('into a directory', () => {
  test('each week at its moment, whole, with a manifest of digests; what was missed is made up for', async () => {
    const path = folder()
    const { schedule, advanceTo, start, timers } = exporting(
      config({ kind: 'directory', path }, ['csv', 'json']),
      {
        now: Date.parse('2026-11-23T05:00:00+09:00'),
      },
    )
    await start()
    // Monday 05:00: the export of the week before last was due a week ago.
    expect(readdirSync(path)).toEqual(['2026-W46'])
    expect(timers.pending()).toEqual([3_600_000])
    await advanceTo('2026-11-23T06:00:00.001+09:00')
    expect(readdirSync(path).sort()).toEqual(['2026-W46', '2026-W47'])
    await schedule.stop()

    const files = readdirSync(join(path, '2026-W47')).sort()
    expect(files).toEqual(['kanmon-weekly-2026-W47.csv', 'kanmon-weekly-2026-W47.json', 'manifest.json'])
    const manifest = manifestOf(path, '2026-W47')
    expect(manifest).toMatchObject({
      week: '2026-W47',
      firstWeek: '2026-W44',
      asOf: '2026-11-22T21:00:00.000Z',
      rows: 4,
      projects: 1,
    })
    for (const { name, sha256, bytes } of manifest.files) {
      const content = readFileSync(join(path, '2026-W47', name))
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
      expect(content).toHaveLength(bytes)
    }
    const csv = readFileSync(join(path, '2026-W47', 'kanmon-weekly-2026-W47.csv'))
    expect(
      parse<Record<string, string>>(csv, { columns: true, bom: true }).map((row) => row['week']),
    ).toEqual(['2026-W44', '2026-W45', '2026-W46', '2026-W47'])
    // The export of the 16th knows nothing yet of what was received on the 20th.
    expect(manifestOf(path, '2026-W46').rows).toBe(0)

    // Three weeks later, after downtime: the gap is filled, the oldest first, as of the moments that were missed.
    const later = exporting(config({ kind: 'directory', path }, ['csv', 'json']), {
      now: Date.parse('2026-12-14T09:00:00+09:00'),
    })
    await later.start()
    await later.schedule.stop()
    expect(later.logged.map(({ event, week }) => [event, week])).toEqual([
      ['export.week.written', '2026-W48'],
      ['export.week.written', '2026-W49'],
      ['export.week.written', '2026-W50'],
    ])
    expect(manifestOf(path, '2026-W48').asOf).toBe('2026-11-29T21:00:00.000Z')
  })

  test('made late and by another process it has the same bytes; the first one stays', async () => {
    const [one, other] = [folder(), folder()]
    const formats = ['csv', 'xlsx', 'parquet', 'ndjson'] as const
    const now = Date.parse('2026-11-23T07:00:00+09:00')
    const first = exporting(config({ kind: 'directory', path: one }, formats), { now })
    const second = exporting(config({ kind: 'directory', path: other }, formats), {
      now: now + 3 * 86_400_000,
    })
    await first.start()
    await second.start()
    expect(manifestOf(other, '2026-W47')).toEqual(manifestOf(one, '2026-W47'))

    // Two processes at once on one directory: one is first, the other's is dropped, and nothing is left of it.
    const shared = folder()
    const both = [0, 1].map(() => exporting(config({ kind: 'directory', path: shared }, ['csv']), { now }))
    await Promise.all(both.map((process) => process.start()))
    const events = both.flatMap(({ logged }) => logged.map(({ event }) => event))
    expect(events.sort()).toEqual(['export.week.taken', 'export.week.written'])
    expect(readdirSync(shared)).toEqual(['2026-W47'])
    await Promise.all([first, second, ...both].map(({ schedule }) => schedule.stop()))
  })

  test('a failure is told, leaves nothing half-written, and is made up for', async () => {
    const path = folder()
    mkdirSync(path)
    // Somebody put a file where the week belongs.
    mkdirSync(join(path, '2026-W47'))
    writeFileSync(join(path, '2026-W47', 'notes.txt'), 'mine')
    const { schedule, logged, timers, advanceTo, start } = exporting(
      config({ kind: 'directory', path }, ['csv']),
      {
        now: Date.parse('2026-11-23T07:00:00+09:00'),
      },
    )
    await start()
    expect(logged).toMatchObject([{ event: 'export.week.failed', code: 'ENOTEMPTY' }])
    expect(readdirSync(path)).toEqual(['2026-W47'])
    expect(timers.pending()).toEqual([300_000])
    rmSync(join(path, '2026-W47'), { recursive: true })
    await advanceTo('2026-11-23T07:05:00+09:00')
    expect(manifestOf(path, '2026-W47').rows).toBe(4)
    await schedule.stop()
  })

  test('stopped in the middle, nothing is to be seen', async () => {
    const path = folder()
    const { schedule } = exporting(config({ kind: 'directory', path }, ['csv']), {
      now: Date.parse('2026-11-23T07:00:00+09:00'),
    })
    schedule.start()
    await schedule.stop()
    expect(readdirSync(path)).toEqual([])
  })
})

describe('into a bucket, by the engine', () => {
  test('the manifest last; an attempt that failed is written over; finished weeks are not written again', async () => {
    const bucket = await openBucket()
    const target = { kind: 'bucket', url: bucket.url, keys: { id: 'key', secret: "sec'ret" } } as const
    const process = exporting(config(target, ['csv', 'parquet']), {
      now: Date.parse('2026-11-23T07:00:00+09:00'),
    })
    bucket.failing = /parquet$/
    await process.start()
    expect(process.logged).toMatchObject([{ event: 'export.week.failed' }])
    expect(JSON.stringify(process.logged)).not.toContain('ret')
    expect([...bucket.objects.keys()]).toEqual(['exports/2026-W47/kanmon-weekly-2026-W47.csv'])

    bucket.failing = null
    await process.advanceTo('2026-11-23T07:05:00+09:00')
    expect(bucket.written.at(-1)).toBe('exports/2026-W47/manifest.json')
    const manifest = manifestSchema.parse(
      JSON.parse(bucket.objects.get('exports/2026-W47/manifest.json')!.toString()),
    )
    for (const { name, sha256 } of manifest.files) {
      const content = bucket.objects.get(`exports/2026-W47/${name}`)!
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    }
    const [counted] = await rowsOf<{ rows: number }>(
      store,
      `SELECT toUInt32(count()) AS rows FROM s3('${bucket.url}/2026-W47/*.parquet', 'k', 's', 'Parquet')`,
    )
    expect(counted).toEqual({ rows: 4 })

    const written = bucket.written.length
    await process.advanceTo('2026-11-23T08:05:00+09:00')
    expect(bucket.written).toHaveLength(written)
    await process.schedule.stop()
  })
})

describe('when weeks are due', () => {
  const calendar = exportCalendar(MONDAY_SIX, 'Asia/Tokyo')
  const at = (text: string) => Date.parse(`${text}+09:00`)

  test('without any export only the newest; otherwise every one that is missing', () => {
    const names = (finished: string[]) =>
      calendar.due(at('2027-01-12T06:00:00'), new Set(finished)).map(({ week }) => week)
    expect(names([])).toEqual(['2027-W01'])
    // 2026 has 53 weeks.
    expect(names(['2026-W51'])).toEqual(['2026-W52', '2026-W53', '2027-W01'])
    expect(names(['2026-W51', '2026-W53', '2027-W01'])).toEqual(['2026-W52'])
  })

  test('at the minute and not before; a cron of every day is due once a week', () => {
    const daily = exportCalendar('30 7 * * *', 'Europe/Berlin')
    // Summer time ended on 25 October: 07:30 is 06:30 UTC.
    const due = Date.parse('2026-10-26T06:30:00Z')
    expect(daily.due(due - 1, new Set(['2026-W42']))).toEqual([])
    expect(daily.due(due, new Set(['2026-W42']))).toEqual([{ week: '2026-W43', dueAt: due }])
    expect(daily.next(due - 1)).toBe(due)
    expect(daily.next(due)).toBe(Date.parse('2026-11-02T06:30:00Z'))
  })

  test('what is no cron expression is refused at the start', () => {
    const wrong = { ...config({ kind: 'directory', path: folder() }, ['csv']), cron: 'every monday' }
    expect(() => exporting(wrong, { now: api.clock.now })).toThrow('configuration: KANMON_EXPORT_CRON')
  })
})

test('facts received before the moment are waited for', async () => {
  const path = folder()
  const { clock } = api
  clock.now = Date.parse('2026-11-23T06:00:00+09:00')
  const timers = manualSchedule(clock)
  const schedule = weeklySchedule(
    config({ kind: 'directory', path }, ['csv']),
    store,
    { ...api.ports, now: () => clock.now, settledUntil: () => clock.now },
    { schedule: timers.schedule, unsettled: 120_000 },
  )
  schedule.start()
  await until('a look ends', () => timers.pending().length === 1)
  expect(readdirSync(path)).toEqual([])
  expect(timers.pending()).toEqual([5000])
  timers.advance(120_001)
  await until('the look after it ends', () => timers.pending().length === 1)
  expect(readdirSync(path)).toEqual(['2026-W47'])
  await schedule.stop()
})
