/** Whether two names are the same, however they are typed: width, case and spaces do not make another. */
export function isSameName(a: string, b: string): boolean {
  const plain = (name: string) => name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()
  return plain(a) === plain(b)
}
