import type { QuarantinedEvent } from '../../schemas/refusals.ts'
import { MAX_RAW_BYTES } from '../candidate.ts'
import { CompressionTypes, type Message, type Producer } from './client.ts'
import type { ChunkEvent } from './read-chunk.ts'

/** A refused event, with the message it came in. */
export interface DeadLetter {
  readonly refusal: QuarantinedEvent
  readonly event: ChunkEvent
}

/** A larger value would not fit into a topic with the usual limit of 1 MiB; of it the head is kept. */
const MAX_VALUE_BYTES = 900_000
const MAX_REQUEST_BYTES = 900_000

/** Writes refused events to the topic for dead letters; returns once all are written. */
export async function writeDeadLetters(
  producer: Pick<Producer, 'send'>,
  topic: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  let messages: Message[] = []
  let bytes = 0
  const flush = async () => {
    if (messages.length === 0) return
    await producer.send({ topic, messages, acks: -1, compression: CompressionTypes.None })
    messages = []
    bytes = 0
  }
  for (const letter of letters) {
    const message = toMessage(letter)
    const size = 1000 + (message.value?.length ?? 0)
    if (bytes + size > MAX_REQUEST_BYTES) await flush()
    messages.push(message)
    bytes += size
  }
  await flush()
}

/** The key names the event's place, so that a compacted topic keeps each once, however often it was delivered. */
function toMessage({ refusal, event }: DeadLetter): Message {
  const { message, place } = event
  const isWhole = place.position === 0 && message.value !== null
  const whole = isWhole ? message.value : Buffer.from(event.raw().text)
  const value = whole.length > MAX_VALUE_BYTES ? whole.subarray(0, MAX_RAW_BYTES) : whole
  return {
    key: `${place.origin.slice('kafka:'.length)}${place.position === 0 ? '' : `:${place.position}`}`,
    value,
    headers: {
      'kanmon-code': refusal.code,
      'kanmon-reason': refusal.message,
      'kanmon-origin': place.origin,
      'kanmon-position': String(place.position),
      'kanmon-bytes': String(whole.length),
      'kanmon-at': new Date(place.at).toISOString(),
      ...(refusal.field !== null && { 'kanmon-field': refusal.field }),
      ...(message.key !== null && { 'kanmon-key': message.key }),
    },
  }
}
