import { expect, test } from 'vitest'
import { createGroupCommit } from '../../ingest/intake/group-commit.ts'
import { deferred } from '../helpers/intake.ts'

const limits = { blockRows: 3, blockBytes: 100, queueRows: 4, queueBytes: 1000 }

const sizeOf = (item: string, bytes = 10) => ({ rows: item.length, bytes })

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
  const answers = ['a', 'b', 'cd', 'ef', 'g'].map((item) => commits.submit(item, sizeOf(item)))
  await flush()
  for (let i = 0; i < 3; i++) {
    expect(blocks).toHaveLength(i + 1)
    blocks[i]!.end.resolve()
    await flush()
  }
  expect(blocks.map(({ items }) => items.join(''))).toEqual(['a', 'bcd', 'efg'])
  expect(await Promise.all(answers)).toEqual(['A', 'B', 'CD', 'EF', 'G'])
  await commits.drain()
})

test('an item beyond the limits is committed whole and alone', async () => {
  const { blocks, commits } = makeCommits()
  void commits.submit('abcde', sizeOf('abcde', 500))
  void commits.submit('f', sizeOf('f'))
  await flush()
  expect(blocks.map(({ items }) => items)).toEqual([['abcde']])
})

test('a failed block fails its own items, and the next is committed', async () => {
  const { blocks, commits } = makeCommits()
  const [first, second] = [commits.submit('a', sizeOf('a')), commits.submit('b', sizeOf('b'))]
  await flush()
  blocks[0]!.end.reject(new Error('no'))
  await expect(first).rejects.toThrow('no')
  await flush()
  blocks[1]!.end.resolve()
  expect(await second).toBe('B')
})

test('there is no room while too much waits, and drain waits for all of it', async () => {
  const { blocks, commits } = makeCommits()
  const log: string[] = []
  void commits.submit('a', sizeOf('a'))
  void commits.submit('bcd', sizeOf('bcd'))
  await commits.room()
  void commits.submit('efg', sizeOf('efg'))
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
