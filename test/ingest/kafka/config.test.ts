import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkKafka, kafkaConfig, kafkaVariables, LONGEST_INSERT_MS } from '../../../schemas/config-kafka.ts'
import { INSERT_SECONDS } from '../../../store/write-batch.ts'

const schema = z.object(kafkaVariables).superRefine(checkKafka)
const wrong = (variables: Record<string, string>) =>
  schema.safeParse({ KANMON_KAFKA_BROKERS: 'a:1', ...variables }).error?.issues.map(({ path }) => path[0])

test('without brokers nothing is consumed', () => {
  expect(kafkaConfig(schema.parse({}))).toBeNull()
})

test('the defaults fit each other', () => {
  expect(kafkaConfig(schema.parse({ KANMON_KAFKA_BROKERS: 'a:9092, b:9092' }))).toMatchObject({
    connection: { brokers: ['a:9092', 'b:9092'], tls: false, sasl: null },
    topic: 'kanmon.events',
    group: 'kanmon',
    deadLetterTopic: null,
    breaker: true,
  })
})

test('the longest insert is the one that the store is told', () => {
  expect(LONGEST_INSERT_MS).toBe(INSERT_SECONDS * 1000)
})

test.each([
  [{ KANMON_KAFKA_REBALANCE_TIMEOUT_MS: '60000' }, 'KANMON_KAFKA_REBALANCE_TIMEOUT_MS'],
  [{ KANMON_KAFKA_SESSION_TIMEOUT_MS: '90001' }, 'KANMON_KAFKA_SESSION_TIMEOUT_MS'],
  [{ KANMON_KAFKA_SESSION_TIMEOUT_MS: '6000', KANMON_KAFKA_MAX_WAIT_MS: '2001' }, 'KANMON_KAFKA_MAX_WAIT_MS'],
  [
    { KANMON_KAFKA_MAX_BYTES_PER_PARTITION: '100000', KANMON_KAFKA_MIN_BYTES: '100001' },
    'KANMON_KAFKA_MIN_BYTES',
  ],
  [{ KANMON_KAFKA_DEAD_LETTER_TOPIC: 'kanmon.events' }, 'KANMON_KAFKA_DEAD_LETTER_TOPIC'],
  [{ KANMON_KAFKA_SASL: 'plain', KANMON_KAFKA_USER: 'u' }, 'KANMON_KAFKA_SASL'],
  [{ KANMON_KAFKA_BROKERS: 'a' }, 'KANMON_KAFKA_BROKERS'],
  [{ KANMON_KAFKA_TOPIC: 'a b' }, 'KANMON_KAFKA_TOPIC'],
])('%o is refused', (variables, name) => {
  expect(wrong(variables)).toEqual([name])
})
