const SLOTS = 4096

/**
 * What texts stand for that are sent again and again, found by their bytes: no text is made of what is known already. It
 * holds a fixed number of texts, each until another one takes its slot.
 */
export class SentTexts<T> {
  readonly #slots: (Known<T> | undefined)[] = Array.from({ length: SLOTS })
  readonly #meaningOf: (text: string) => T | null

  /** `meaningOf` says what a text stands for, or null for what is not to be remembered. */
  constructor(meaningOf: (text: string) => T | null) {
    this.#meaningOf = meaningOf
  }

  /** What the text of these bytes stands for, which must be ASCII. */
  find(bytes: Buffer, start: number, end: number): T | null {
    const slot = slotOf(bytes, start, end)
    const known = this.#slots[slot]
    if (known !== undefined && isAt(bytes, start, end, known.text)) return known.meaning
    const meaning = this.#meaningOf(bytes.toString('latin1', start, end))
    if (meaning !== null) this.#slots[slot] = { text: Uint8Array.from(bytes.subarray(start, end)), meaning }
    return meaning
  }
}

interface Known<T> {
  readonly text: Uint8Array
  readonly meaning: T
}

/** FNV-1a. Whoever chooses texts for one slot only has them read anew each time. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let place = start; place < end; place++) hash = Math.imul(hash ^ (bytes[place] ?? 0), 0x01000193)
  return (hash ^ (hash >>> 15)) & (SLOTS - 1)
}

/** Whether just this text stands there. */
export function isAt(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
  if (end - start !== text.length) return false
  for (let place = 0; place < text.length; place++) {
    if (bytes[start + place] !== text[place]) return false
  }
  return true
}
