import { type ComponentPatterns, componentPatterns } from '../../schemas/collect-config.ts'
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
  /** The same, but null where no pattern fits. */
  readonly known: ComponentOf
}

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

/** Which component each file belongs to, by the first pattern that fits its path. */
export function componentPaths(patterns: ComponentPatterns): ComponentPaths {
  const rules = Object.entries(patterns).map(([pattern, component]) => ({
    expression: pathPattern(pattern),
    component,
  }))
  const ruleOf = (path: string) => rules.find(({ expression }) => expression.test(plainPath(path)))
  return {
    components: [...new Set(rules.flatMap(({ component }) => component ?? []))],
    known: (path) => ruleOf(path)?.component ?? null,
    componentOf(path) {
      const rule = ruleOf(path)
      if (rule === undefined) {
        throw new ReportRefused('UNMAPPED_VALUE', `no pattern of --components fits ${plainPath(path)}`)
      }
      return rule.component
    },
  }
}

/**
 * Reads a mapping in YAML: `pattern: component` lines, of which the first that fits a path says where it belongs;
 * `pattern: null` leaves files out. A file that fits none is nobody's, and its report is refused: it would be missing.
 *
 * @throws {SettingsMistake} when the text is no such mapping
 */
export const readComponentPaths = (text: string, file: string): ComponentPaths =>
  componentPaths(readSettings(text, file, componentPatterns))
