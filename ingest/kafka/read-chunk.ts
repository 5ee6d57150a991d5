import type { ReceivedMessage } from './batch-payload.ts'
import { type KafkaCandidate, type Place, type ReadEvent, readMessage } from './read-message.ts'
import { undecodable } from './undecodable.ts'

/** An event's message beside it, for whatever must be said about it later. */
export interface ChunkEvent {
  readonly message: ReceivedMessage
  readonly place: Place
  readonly raw: ReadEvent['raw']
}

/** A run of a partition's messages, read as it is stored. */
export interface Chunk {
  /** Of its first message. */
  readonly origin: string
  /** To be taken once; reading stops after `rows` events at the end of a message. */
  candidates(): Generator<KafkaCandidate, void, undefined>
  /** What was given out, by the candidates' index. */
  readonly events: readonly ChunkEvent[]
  /** How many messages were read; known when the candidates have ended. */
  messagesRead(): number
}

export interface ChunkSource {
  readonly topic: string
  readonly partition: number
  readonly messages: readonly ReceivedMessage[]
  /** The first message of the chunk. */
  readonly from: number
  readonly rows: number
  readonly now: number
}

/** A stamp before this is none: -1 stands for a message without one. */
const EARLIEST_STAMP = Date.UTC(2011, 0, 1)

export function readChunk(source: ChunkSource): Chunk {
  const { messages, from, rows } = source
  const events: ChunkEvent[] = []
  let next = from
  let told: string | null = null
  return {
    origin: originOf(source, messages[from]?.offset ?? '?'),
    events,
    messagesRead: () => next - from,
    candidates: function* () {
      for (
        let message = messages[next];
        message !== undefined && events.length < rows;
        message = messages[next]
      ) {
        next++
        // The messages of one batch that cannot be unpacked are told of together.
        const before = told
        told = undecodable(message.headers)
        if (told !== null && told === before) continue
        for (const event of readMessage(message)) {
          const place = placeOf(source, message, event.position)
          events.push({ message, place, raw: event.raw })
          yield { ...event, index: events.length - 1, place }
        }
      }
    },
  }
}

const originOf = ({ topic, partition }: ChunkSource, offset: string) =>
  `kafka:${topic}:${partition}:${offset}`

function placeOf(source: ChunkSource, message: ReceivedMessage, position: number): Place {
  const stamp = Number(message.timestamp)
  return {
    origin: originOf(source, message.offset),
    position,
    at: stamp >= EARLIEST_STAMP && stamp <= source.now ? stamp : source.now,
  }
}
