import { z } from 'zod'
import { type KafkaConfig, kafkaConfig, kafkaVariables } from '../../../schemas/config-kafka.ts'

/** Settings for tests: short sessions, small fetches; `changes` win. */
export function makeConfig(brokers: string, topic: string, changes: Partial<KafkaConfig> = {}): KafkaConfig {
  const config = kafkaConfig(z.object(kafkaVariables).parse({ KANMON_KAFKA_BROKERS: brokers }))!
  return {
    ...config,
    topic,
    group: groupOf(topic),
    sessionTimeoutMs: 6000,
    maxWaitMs: 50,
    minBytes: 1,
    ...changes,
  }
}

export const groupOf = (topic: string): string => `group-of-${topic}`

/** The same for `kanmon serve`, with sessions so short that a killed process is soon forgotten. */
export const kafkaEnvironment = (brokers: string, topic: string): Record<string, string> => ({
  KANMON_KAFKA_BROKERS: brokers,
  KANMON_KAFKA_TOPIC: topic,
  KANMON_KAFKA_GROUP: groupOf(topic),
  KANMON_KAFKA_SESSION_TIMEOUT_MS: '1500',
  KANMON_KAFKA_MAX_WAIT_MS: '50',
  KANMON_KAFKA_MIN_BYTES: '1',
})
