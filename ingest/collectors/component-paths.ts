import { z } from 'zod'
import { identifier } from '../../schemas/primitives.ts'
import { ReportRefused } from './refused.ts'
import { readSettings } from './settings-file.ts'

/** The component that a path belongs to; null when it is to be left out. */
type ComponentOf = (path: string) => string | null

/** Which component each file belongs to. */
export interface ComponentPaths {
  /** Every component that a pattern names, in their order. */
  readonly components: readonly string[]
  /** By the first pattern that fits. @throws {ReportRefused} UNMAPPED_VALUE when none does */
  readonly componentOf: ComponentOf
}

const patterns = z.record(z.string().min(1), identifier.nullable())

/** `**` stands for any folders, `*` and `?` for characters within a name; everything else for itself. */
export function pathPattern(pattern: string): RegExp {
  const source = pattern.replace(/^\.\//, '').replace(/\*\*\/|\*\*|\*|\?|[\\^$.|+()[\]{}]/g, (found) => {
    if (found === '**/') return '(?:.*/)?'
    if (found === '**') return '.*'
    if (found === '*') return '[^/]*'
    return found === '?' ? '[^/]' : `\\${found}`
  })
  return new RegExp(`^${source}$`, 'u')
}

/** A path as patterns see it: with `/`, without `./` before it. */
export const plainPath = (path: string) => path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')

/**
 * Reads a mapping in YAML: `pattern: component` lines, of which the first that fits a path says where it belongs;
 * `pattern: null` leaves files out. A file that fits none is nobody's, and its report is refused: it would be missing.
 *
 * @throws {SettingsMistake} when the text is no such mapping
 */
export function readComponentPaths(text: string, file: string): ComponentPaths {
  const rules = Object.entries(readSettings(text, file, patterns)).map(([pattern, component]) => ({
    expression: pathPattern(pattern),
    component,
  }))
  return {
    components: [...new Set(rules.flatMap(({ component }) => component ?? []))],
    componentOf(path) {
      const rule = rules.find(({ expression }) => expression.test(plainPath(path)))
      if (rule === undefined) {
        throw new ReportRefused('UNMAPPED_VALUE', `no pattern of --components fits ${plainPath(path)}`)
      }
      return rule.component
    },
  }
}
