const MAX_ECHO = 80

/** A value as a message may show it: at most 80 characters, no control characters. */
export function describe(value: unknown): string {
  if (typeof value === 'string')
    return clip(JSON.stringify(value.slice(0, MAX_ECHO)), value.length > MAX_ECHO)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  return clip(String(value))
}

/** A name from outside, as a path or a message may show it. */
function describeName(name: string): string {
  if (name.length <= MAX_ECHO && /^[\w-]+$/.test(name)) return name
  return clip(JSON.stringify(name.slice(0, MAX_ECHO)), name.length > MAX_ECHO)
}

/** The start of a text from outside: at most `max` characters, as it is. */
export function clip(text: string, cut = false, max = MAX_ECHO): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : cut ? `${text}…` : text
}

/** A path such as `data.workPackages[3].budget`. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    const name = describeName(String(part))
    return text === '' ? name : `${text}.${name}`
  }, '')
}

/** The value at a path, undefined where the path leads nowhere. Only own properties count. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let current = root
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined
    current = (current as Record<PropertyKey, unknown>)[part]
  }
  return current
}
