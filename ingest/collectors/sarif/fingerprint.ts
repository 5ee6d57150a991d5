import { canonicalJson, hash128 } from '../../events/digest.ts'
import type { Result, Run } from './format.ts'

/** The path of a finding, relative to `root` when it was absolute. */
export interface FindingPath {
  readonly path: string
  readonly isAbsolute: boolean
}

function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    // A tool that writes % as it stands: the text itself tells paths apart as well.
    return path
  }
}

function relativePath(uri: string, root: string | undefined): FindingPath {
  if (!/^file:\/\//i.test(uri)) return { path: uri, isAbsolute: uri.startsWith('/') }
  const path = decoded(uri.replace(/^file:\/\/(?:localhost)?/i, ''))
  const folder = root === undefined ? null : `${root.replaceAll('\\', '/').replace(/\/+$/, '')}/`
  if (folder !== null && path.startsWith(folder))
    return { path: path.slice(folder.length), isAbsolute: false }
  return { path, isAbsolute: true }
}

export function findingPath(result: Result, run: Run, root: string | undefined): FindingPath {
  const artifact = result.locations?.[0]?.physicalLocation?.artifactLocation
  const ofIndex = artifact?.index === undefined ? undefined : run.artifacts?.[artifact.index]?.location?.uri
  const uri = artifact?.uri ?? ofIndex
  if (uri !== undefined) return relativePath(uri, root)
  const logical = result.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName
  return { path: logical ?? '', isAbsolute: false }
}

/**
 * What a finding is recognized by in the next run: the fingerprints of the tool, or else its path with the code
 * or the message there. Line numbers are left out, because they move with every change above them; findings
 * that are alike in everything are told apart by their order.
 */
export function fingerprints(run: Run, root: string | undefined) {
  const alike = new Map<string, number>()
  return (result: Result, ruleId: string): string => {
    const { path } = findingPath(result, run, root)
    const own = Object.keys(result.fingerprints ?? {}).length > 0 ? result.fingerprints : null
    const partial =
      Object.keys(result.partialFingerprints ?? {}).length > 0 ? result.partialFingerprints : null
    const code = result.locations?.[0]?.physicalLocation?.region?.snippet?.text
      ?.replaceAll(/\s+/g, ' ')
      .trim()
    const said = own ?? { path, of: partial ?? code ?? result.message.text ?? result.message.id ?? '' }
    const print = hash128(canonicalJson({ ruleId, said }))
    const before = alike.get(print) ?? 0
    alike.set(print, before + 1)
    // A fingerprint of the tool's own says that it is the same finding.
    return before === 0 || own !== null ? print : hash128(`${print}/${before}`)
  }
}
