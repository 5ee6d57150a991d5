/** Where a row lies in memory outside the heap. */
export interface HeldRow {
  readonly memory: Buffer
  readonly start: number
  readonly end: number
}

const PIECE_BYTES = 262_144

/**
 * Room for rows one after another in pieces outside the heap. Nothing that was written ever changes, and a piece goes when
 * no row in it is referred to. On the heap every row would be copied by two garbage collections, since it waits longer
 * than they do: that was the largest single cost of the ingest (measured).
 */
export class RowMemory {
  #piece = Buffer.alloc(0)
  #used = 0
  readonly #pieceBytes: number

  constructor(pieceBytes = PIECE_BYTES) {
    this.#pieceBytes = pieceBytes
  }

  /** Memory with room for so many bytes from `used` on. */
  reserve(bytes: number): Buffer {
    if (this.#used + bytes > this.#piece.length) {
      this.#piece = Buffer.allocUnsafeSlow(Math.max(bytes, this.#pieceBytes))
      this.#used = 0
    }
    return this.#piece
  }

  get used(): number {
    return this.#used
  }

  /** What was reserved has been written up to here. */
  take(end: number): void {
    this.#used = end
  }
}
