/** Work that waits to be committed: `rows` and `bytes` say how much of a block it takes. */
interface Job<T, R> {
  readonly item: T
  readonly rows: number
  readonly bytes: number
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

export interface CommitLimits {
  readonly blockRows: number
  readonly blockBytes: number
  /** What may wait; beyond it there is no room. */
  readonly queueRows: number
  readonly queueBytes: number
}

export interface GroupCommit<T, R> {
  /** Resolves as soon as little enough waits; whoever reads from outside awaits it before reading on. */
  room(): Promise<void>
  /** Resolves with the item's result once the block that it was in is committed. */
  submit(item: T, size: { readonly rows: number; readonly bytes: number }): Promise<R>
  /** Resolves when nothing waits and nothing is in flight. */
  drain(): Promise<void>
  /** What waits at the moment; the block in flight does not count. */
  load(): { readonly rows: number; readonly bytes: number; readonly isFull: boolean }
}

/**
 * Commits blocks one at a time, in order of arrival: at once while nothing is in flight, and otherwise
 * everything that gathered meanwhile in one block, up to its limits. An item is never divided.
 */
export function createGroupCommit<T, R>(
  commit: (items: readonly T[]) => Promise<readonly R[]>,
  limits: CommitLimits,
): GroupCommit<T, R> {
  const queue: Job<T, R>[] = []
  let waiting: (() => void)[] = []
  let rows = 0
  let bytes = 0
  let running: Promise<void> | null = null

  const isFull = () => queue.length > 0 && (rows >= limits.queueRows || bytes >= limits.queueBytes)

  function takeBlock(): Job<T, R>[] {
    const block: Job<T, R>[] = []
    let blockRows = 0
    let blockBytes = 0
    for (let job = queue[0]; job !== undefined; job = queue[0]) {
      blockRows += job.rows
      blockBytes += job.bytes
      if (block.length > 0 && (blockRows > limits.blockRows || blockBytes > limits.blockBytes)) break
      queue.shift()
      rows -= job.rows
      bytes -= job.bytes
      block.push(job)
    }
    return block
  }

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const block = takeBlock()
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
      await commitBlock(block, commit)
    }
    running = null
  }

  return {
    room: async () => {
      while (isFull()) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    submit: (item, size) =>
      new Promise((resolve, reject) => {
        queue.push({ item, ...size, resolve, reject })
        rows += size.rows
        bytes += size.bytes
        running ??= run()
      }),
    drain: async () => {
      while (running !== null) await running
    },
    load: () => ({ rows, bytes, isFull: isFull() }),
  }
}

async function commitBlock<T, R>(
  block: readonly Job<T, R>[],
  commit: (items: readonly T[]) => Promise<readonly R[]>,
): Promise<void> {
  try {
    const results = await commit(block.map(({ item }) => item))
    block.forEach(({ resolve }, place) => resolve(results[place] as R))
  } catch (error) {
    for (const job of block) job.reject(error)
  }
}
