/** An instant as a row of DateTime64(3, 'UTC') takes it: the same text on every version and setting of the engine. */
export function storeTime(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`
}
