import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.ts'

export interface Progress {
  add(bytes: number): void
  stop(): void
}

/** A progress bar on an interactive terminal when the total is known; elsewhere nothing moves. */
export function startProgress(
  totalBytes: number | null,
  terminal: Pick<Terminal, 'isInteractive'>,
): Progress {
  if (totalBytes === null || !terminal.isInteractive) return { add: () => undefined, stop: () => undefined }
  const bar = new SingleBar(
    { format: '{bar} {percentage}% | {eta_formatted}', hideCursor: true },
    Presets.shades_classic,
  )
  bar.start(totalBytes, 0)
  return { add: (bytes) => bar.increment(bytes), stop: () => bar.stop() }
}
