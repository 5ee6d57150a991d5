/** A name as it is compared: width, case and spaces do not make another. */
export const plainName = (name: string): string => name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()

/** Whether two names are the same, however they are typed. */
export function isSameName(a: string, b: string): boolean {
  return plainName(a) === plainName(b)
}
