import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toEvent } from '../../../ingest/collectors/event.ts'
import { git as collector } from '../../../ingest/collectors/git/git.ts'
import { openGitLog } from '../../../ingest/collectors/git/open-git-log.ts'
import { readComponentPaths } from '../../../ingest/collectors/component-paths.ts'
import type { CommitsCounted } from '../../../schemas/facts/activity.ts'
import { makeGitRepository, type TestRepository } from '../../helpers/git.ts'
import { outcomeOf, warningCodes } from '../../helpers/reports.ts'

const context = { project: 'p', timeZone: 'Asia/Tokyo' }
/** 01:00 of 21 November in Tokyo. */
const NOW = Date.parse('2026-11-20T16:00:00Z')
const COMPONENTS = '"src/**": core\n"ui/**": ui\n"docs/**": null\n'

const collect = async (range: string, mapping: string | null = null, now = NOW) => {
  const components = mapping === null ? undefined : readComponentPaths(mapping, 'components.yaml')
  const report = await openGitLog(range, () => undefined, components !== undefined, now)
  return collector.read(report, context, { components })
}
const counted = async (range: string, mapping: string | null = COMPONENTS) =>
  new Map(
    (await collect(range, mapping)).facts.map(({ data }) => {
      const { component, ...rest } = data as CommitsCounted
      return [component ?? 'all', rest] as const
    }),
  )

/** What git says itself, in other ways than the collector asks. */
function independently({ git }: TestRepository, range: string, ...paths: string[]) {
  const lines = (text: string) => text.split('\n').filter((line) => line !== '')
  const sha = git('rev-list', '-1', '--first-parent', 'HEAD', '--', ...paths)
  return {
    commits: Number(git('rev-list', '--count', '--no-merges', range, '--', ...paths)),
    authors: lines(git('shortlog', '-s', '-e', '--no-merges', range, '--', ...paths)).length,
    lastCommit: { sha, committedAt: new Date(git('show', '-s', '--format=%cI', sha)).toISOString() },
  }
}

/** Two components, a tag, two authors, and a branch that is merged after newer commits. */
function shop(): TestRepository {
  const repository = makeGitRepository()
  const { commit, git } = repository
  commit({ files: { 'src/a.c': '1', 'ui/b.c': '1', 'old/x': '1' }, at: '2026-11-01T00:00:00Z' })
  git('tag', 'v1')
  git('checkout', '-q', '-b', 'feature')
  commit({ files: { 'ui/b.c': '2' }, author: 'u@example.org', at: '2026-11-10T00:00:00Z' })
  git('checkout', '-q', 'main')
  commit({ files: { 'src/a.c': '2' }, at: '2026-11-12T00:00:00Z' })
  commit({ files: { 'docs/d.md': '1' }, author: 'w@example.org', at: '2026-11-13T00:00:00Z' })
  repository.merge('feature', '2026-11-15T00:00:00Z')
  return repository
}

describe('commits and authors, as git rev-list and git shortlog count them', () => {
  test('of the whole, without files that belong to nobody', async () => {
    const repository = shop()
    const { commits, authors, lastCommit } = (await counted('HEAD', null)).get('all')!
    expect({ commits, authors, lastCommit }).toEqual(independently(repository, 'HEAD'))
    expect([commits, authors]).toEqual([4, 3])
    const mapped = (await counted('v1..HEAD')).get('all')!
    expect(mapped).toMatchObject(independently(repository, 'v1..HEAD', 'src', 'ui'))
    expect(mapped).toMatchObject({ ref: 'main', since: 'v1', commits: 2, authors: 2, asOf: '2026-11-21' })
  })

  test.each([
    ['core', 'src', '2026-11-12T00:00:00.000Z'],
    // What was written on the 10th came to the branch with the merge of the 15th.
    ['ui', 'ui', '2026-11-15T00:00:00.000Z'],
  ])('of the component %s', async (component, path, committedAt) => {
    const repository = shop()
    const found = (await counted('v1..')).get(component)
    expect(found).toMatchObject(independently(repository, 'v1..', path))
    expect(found).toMatchObject({ commits: 1, authors: 1, lastCommit: { committedAt } })
  })

  test('a component in which nothing changed since has no commits, and still its last one', async () => {
    const repository = shop()
    repository.git('tag', 'v2')
    repository.commit({ files: { 'src/a.c': '3' }, at: '2026-11-16T00:00:00Z' })
    const found = (await counted('v2..HEAD')).get('ui')
    expect(found).toMatchObject({ commits: 0, authors: 0 })
    expect(found?.lastCommit).toEqual(independently(repository, 'HEAD', 'ui').lastCommit)
  })

  test('any history', async () => {
    const step = fc.record({
      path: fc.constantFrom('src/a', 'ui/日本語.c', 'ui/b "q"', 'src/tab\tx', 'docs/d'),
      author: fc.constantFrom('a@example.org', 'b@example.org', 'B@example.org', 'c@example.org'),
      merges: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const repository = makeGitRepository()
        const { commit, git, merge } = repository
        commit({ files: { 'src/0': '0', 'ui/0': '0' } })
        for (const [index, { path, author, merges }] of steps.entries()) {
          if (merges) git('checkout', '-q', '-b', `b${index}`)
          commit({ files: { [path]: `${index}` }, author })
          if (!merges) continue
          git('checkout', '-q', 'main')
          merge(`b${index}`)
        }
        const found = await counted('HEAD')
        for (const [name, path] of [
          ['core', 'src'],
          ['ui', 'ui'],
        ] as const) {
          const { commits, lastCommit } = independently(repository, 'HEAD', path)
          expect(found.get(name)).toMatchObject({ commits, lastCommit })
          // shortlog takes two spellings of one address for two people.
          const addresses = git('log', '--no-merges', '--format=%aE', 'HEAD', '--', path)
            .toLowerCase()
            .split('\n')
          expect(found.get(name)!.authors).toBe(new Set(addresses).size)
        }
      }),
      { numRuns: 5 },
    )
  })

  test('one person with two addresses is one author where .mailmap says so', async () => {
    const { commit } = makeGitRepository()
    commit({ files: { a: '1' }, author: 'ito@old.example.org' })
    commit({
      files: { a: '2', '.mailmap': 'Ito <ito@example.org> <ito@old.example.org>\n' },
      author: 'ito@example.org',
    })
    expect((await counted('HEAD', null)).get('all')).toMatchObject({ commits: 2, authors: 1 })
  })
})

describe('what is told', () => {
  const reader = { collector: 'git', version: '1', project: 'p' }
  const eventsOf = async (now: number) => {
    const report = await openGitLog('HEAD', () => undefined, false, now)
    const { facts } = await collector.read(report, context, {})
    return facts.map((fact) => toEvent(fact, report, reader))
  }

  test('no name and no address leaves the repository', async () => {
    makeGitRepository().commit({ files: { a: '1' }, author: 'hidden@example.org' })
    expect(JSON.stringify(await eventsOf(NOW))).not.toMatch(/hidden|example\.org/)
  })

  test('asked twice on one day the same, on another day that nothing came', async () => {
    makeGitRepository().commit({ files: { a: '1' } })
    const [first] = await eventsOf(NOW)
    expect(await eventsOf(NOW + 3_600_000)).toEqual([first])
    expect(first).toMatchObject({ time: '2026-11-20T15:00:00.000Z', data: { asOf: '2026-11-21' } })
    const [next] = await eventsOf(NOW + 86_400_000)
    expect(next).toMatchObject({
      data: { asOf: '2026-11-22', lastCommit: (first!.data as CommitsCounted).lastCommit },
    })
    expect(next?.id).not.toBe(first?.id)
  })

  test('a commit of today is newer than what was told before it', async () => {
    const { commit } = makeGitRepository()
    commit({ files: { a: '1' } })
    const [before] = await eventsOf(NOW)
    commit({ files: { a: '2' }, at: '2026-11-20T15:30:00Z' })
    const [after] = await eventsOf(NOW)
    expect([before?.time, after?.time]).toEqual(['2026-11-20T15:00:00.000Z', '2026-11-20T15:30:00.000Z'])
  })

  test('commits of nobody and components without any are said', async () => {
    shop()
    const collected = await collect('v1..HEAD', `${COMPONENTS}"db/**": db\n`)
    expect(collected.warnings).toEqual([
      { code: 'COMPONENT_WITHOUT_FILES', line: null, detail: 'db' },
      { code: 'ROWS_LEFT_OUT', line: null, detail: '1 commits' },
    ])
    expect(collected.facts.at(-1)?.data).toMatchObject({ component: 'db', commits: 0, authors: 0 })
    expect(collected.facts.at(-1)?.data).not.toHaveProperty('lastCommit')
    expect(warningCodes(await collect('HEAD'))).toEqual([])
  })
})

describe('what is refused', () => {
  const opened = (range: string, mapping: string | null = null, now = NOW) =>
    outcomeOf(collect(range, mapping, now))

  test('a shallow clone: what was cut off is not nothing', async () => {
    const { folder } = shop()
    const clone = mkdtempSync(join(tmpdir(), 'kanmon-shallow-'))
    const before = process.cwd()
    onTestFinished(() => {
      process.chdir(before)
      rmSync(clone, { recursive: true, force: true })
    })
    execFileSync('git', ['clone', '-q', '--depth=1', `file://${folder}`, clone])
    process.chdir(clone)
    expect(await opened('HEAD')).toBe('TRUNCATED')
    execFileSync('git', ['fetch', '-q', '--unshallow'])
    expect(await opened('HEAD')).toMatchObject({ facts: [{ data: { commits: 4 } }] })
  })

  test.each([
    ['a file that fits no pattern', 'HEAD', COMPONENTS, 'UNMAPPED_VALUE'],
    ['a commit that is not there', 'v1..nowhere', null, 'TOOL_FAILED'],
    ['an option', '--all', null, 'TOOL_FAILED'],
  ])('%s', async (_name, range, mapping, code) => {
    shop()
    expect(await opened(range, mapping)).toBe(code)
  })

  test('a commit that is dated ahead of the clock', async () => {
    makeGitRepository().commit({ files: { a: '1' }, at: '2026-11-20T16:06:00Z' })
    expect(await opened('HEAD')).toBe('INVALID_VALUE')
    expect(await opened('HEAD', null, NOW + 60_000)).toMatchObject({ facts: [{}] })
  })

  test('outside of a repository', async () => {
    const before = process.cwd()
    onTestFinished(() => process.chdir(before))
    process.chdir('/')
    expect(await opened('HEAD')).toBe('TOOL_FAILED')
  })
})
