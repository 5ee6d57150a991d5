import { Lexer } from 'yaml'

/** How deep brackets may be nested, and how far to the right a block may begin. A policy needs 5 and 20. */
const MAX_FLOW_DEPTH = 32
const MAX_BLOCK_COLUMN = 120

/**
 * The offset at which a YAML text is nested too deeply to be parsed, or null. The parser is recursive and a text of
 * a hundred thousand brackets ends the process; the lexer is not. A block within a block begins further to the
 * right, so that its column bounds its depth.
 */
export function tooDeepAt(text: string): number | null {
  let depth = 0
  let offset = 0
  let lineStart = 0
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1)
    const isBlock = depth === 0 && (token === '-' || token === '?' || token === ':')
    if (depth > MAX_FLOW_DEPTH || (isBlock && offset - lineStart > MAX_BLOCK_COLUMN)) return offset
    // Marks of the lexer's own, which stand for no character of the text.
    if (MARKS.has(token)) continue
    offset += token.length
    const lastBreak = token.lastIndexOf('\n')
    if (lastBreak !== -1) lineStart = offset - (token.length - lastBreak - 1)
  }
  return null
}

const MARKS = new Set(['\u0002', '\u0018', '\u001f'])
