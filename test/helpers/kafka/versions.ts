/** `4.x` and `3.9` are lines of releases; an exact one, like `4.1.2`, can be asked for as well. */
export type KafkaVersion = '4.x' | '3.9' | `${number}.${number}.${number}`

/** The newest release of each line on Maven Central when this was written; raised by hand, so that runs can be repeated. */
export const RELEASES = { '4.x': '4.4.0', '3.9': '3.9.2' } as const

/** Brokers from Kafka 4 on need Java 17; one floor for both keeps it simple. */
export const JAVA_FLOOR = 17

/** The exact release for what was asked, or for `KANMON_TEST_KAFKA`, or the newest 4.x. */
export function releaseOf(asked: string = process.env['KANMON_TEST_KAFKA'] ?? '4.x'): string {
  if (asked === '4.x' || asked === '4') return RELEASES['4.x']
  if (asked === '3.9' || asked === '3') return RELEASES['3.9']
  if (/^\d+\.\d+\.\d+$/.test(asked)) return asked
  throw new RangeError(`Kafka version must be 4.x, 3.9 or an exact release, got ${JSON.stringify(asked)}`)
}
