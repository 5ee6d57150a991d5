/** What a reader cannot see, or what turns text around: controls but tab and line feed, marks of direction, blanks of no width. */
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** A text in which nothing hides: what cannot be seen is written as `\u` and its number. */
export function visibleText(text: string): string {
  return text.replaceAll(INVISIBLE, (hidden) => `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
