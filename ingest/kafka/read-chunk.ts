import type { Candidate, Place, Raw, SentEvent } from '../candidate.ts'
import type { ReceivedMessage } from './batch-payload.ts'
import { rawBytes, readMessage } from './read-message.ts'
import { undecodable } from './undecodable.ts'

/** An event's message beside it, for whatever must be said about it later. */
export interface ChunkEvent {
  readonly message: ReceivedMessage
  /** Among the events of the message. */
  readonly position: number
  readonly place: Place
  raw(): Raw
}

type ChunkCandidate = Candidate & ChunkEvent

/** A run of a partition's messages, read as it is stored. */
export interface Chunk {
  /** Of its first message. */
  readonly origin: string
  /** To be taken once; reading stops after `rows` events at the end of a message. */
  candidates(): Generator<ChunkCandidate, void, undefined>
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
  const keep = <T extends ChunkEvent>(event: T): T => {
    events.push(event)
    return event
  }
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
        const read = readMessage(message)
        if (Buffer.isBuffer(read)) yield keep(new MessageEvent(source, message, read, events.length))
        else {
          for (const event of read)
            yield keep({
              ...event,
              message,
              index: events.length,
              place: placeOf(source, message, event.position),
            })
        }
      }
    },
  }
}

/** An event that is a message by itself. One object for all that is asked about it, since thousands wait for their block. */
class MessageEvent implements SentEvent, ChunkEvent {
  readonly #source: ChunkSource
  readonly message: ReceivedMessage
  readonly content: Buffer
  readonly start = 0
  readonly position = 0
  readonly index: number

  constructor(source: ChunkSource, message: ReceivedMessage, content: Buffer, index: number) {
    this.#source = source
    this.message = message
    this.content = content
    this.index = index
  }

  get end(): number {
    return this.content.length
  }

  get place(): Place {
    return placeOf(this.#source, this.message, 0)
  }

  raw(): Raw {
    return rawBytes(this.content)()
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
