import { expect, test } from 'vitest'
import { createGroupCommit } from '../../ingest/intake/group-commit.ts'
import { deferred } from '../helpers/intake.ts'

const limits = { blockRows: 3, blockBytes: 100, queueRows: 4, queueBytes: 1000 }

/** Commits that end when the test says so. */
function makeCommits() {
  const blocks: { items: readonly string[]; end: ReturnType<typeof deferred<void>> }[] = []
  const commits = createGroupCommit<string, string>(async (items) => {
    const end = deferred()
    blocks.push({ items, end })
    await end.promise
    return items.map((item) => item.toUpperCase())
  }, limits)
  return { blocks, commits }
}
const flush = () => new Promise((resolve) => setImmediate(resolve))

test('the first job is committed at once; what gathers meanwhile goes together, up to the limits', async () => {
  const { blocks, commits } = makeCommits()
  const answers = [['a'], ['b'], ['c', 'd'], ['e', 'f'], ['g']].map((items) => commits.submit(items, 10))
  await flush()
  for (let i = 0; i < 3; i++) {
    expect(blocks).toHaveLength(i + 1)
    blocks[i]!.end.resolve()
    await flush()
  }
  expect(blocks.map(({ items }) => items.join(''))).toEqual(['a', 'bcd', 'efg'])
  expect(await Promise.all(answers)).toEqual([['A'], ['B'], ['C', 'D'], ['E', 'F'], ['G']])
  await commits.drain()
})

test('a job beyond the limits is committed alone', async () => {
  const { blocks, commits } = makeCommits()
  void commits.submit(['a', 'b', 'c', 'd', 'e'], 500)
  await flush()
  expect(blocks[0]!.items).toHaveLength(5)
})

test('a failed block fails its own jobs, and the next is committed', async () => {
  const { blocks, commits } = makeCommits()
  const [first, second] = [commits.submit(['a'], 1), commits.submit(['b'], 1)]
  await flush()
  blocks[0]!.end.reject(new Error('no'))
  await expect(first).rejects.toThrow('no')
  await flush()
  blocks[1]!.end.resolve()
  expect(await second).toEqual(['B'])
})

test('there is no room while too much waits, and drain waits for all of it', async () => {
  const { blocks, commits } = makeCommits()
  const log: string[] = []
  void commits.submit(['a'], 1)
  void commits.submit(['b', 'c', 'd'], 1)
  await commits.room()
  void commits.submit(['e', 'f', 'g'], 1)
  void commits.room().then(() => log.push('room'))
  void commits.drain().then(() => log.push('drained'))
  await flush()
  expect(log).toEqual([])
  blocks[0]!.end.resolve()
  await flush()
  expect(log).toEqual(['room'])
  blocks[1]!.end.resolve()
  await flush()
  blocks[2]!.end.resolve()
  await flush()
  expect(log).toEqual(['room', 'drained'])
})
