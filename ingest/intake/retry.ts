import { classify } from './classify.ts'

export interface RetryPorts {
  readonly attempts: number
  readonly delay: (milliseconds: number) => Promise<void>
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly onRetry: (error: unknown, attempt: number) => void
}

const FIRST_DELAY = 250
const LONGEST_DELAY = 30_000

/** Runs `action` again while its failure is one that passes, up to `attempts` times, with full jitter between. */
export async function withRetries<T>(action: () => Promise<T>, ports: RetryPorts): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action()
    } catch (error) {
      if (attempt >= ports.attempts || classify(error) !== 'retry') throw error
      ports.onRetry(error, attempt)
      await ports.delay(ports.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt))
    }
  }
}
