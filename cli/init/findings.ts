import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { filesOf } from '../glob.ts'

/** A report that a repository's tools write, or would by their usual settings. */
export interface FoundReport {
  readonly collector: string
  readonly path: string
  /** Kind of fact that it brings. */
  readonly kind: 'testrun.finished' | 'coverage.measured' | 'scan.completed' | 'commits.counted'
  /** Whether a file is there now; otherwise the path is what the build tool writes unless it is told. */
  readonly isThere: boolean
}

export interface Findings {
  readonly project: string
  readonly name: string
  readonly components: readonly { readonly id: string; readonly path: string }[]
  readonly reports: readonly FoundReport[]
}

type Place = Omit<FoundReport, 'isThere'>

/** Where tools put their reports. Of each group, the first that is there is taken. */
const PLACES: readonly (readonly Place[])[] = [
  [
    'target/surefire-reports/TEST-*.xml',
    '**/target/surefire-reports/TEST-*.xml',
    '**/build/test-results/**/TEST-*.xml',
    'reports/junit*.xml',
    'test-results/**/*.xml',
    'test-reports/**/*.xml',
    'junit.xml',
    'report.xml',
  ].map((path) => ({ collector: 'junit', path, kind: 'testrun.finished' })),
  ['ctrf/*.json', 'ctrf-report.json'].map((path) => ({ collector: 'ctrf', path, kind: 'testrun.finished' })),
  [
    'coverage/lcov.info',
    'lcov.info',
    'coverage.lcov',
    'coverage/cobertura-coverage.xml',
    '**/target/site/jacoco/jacoco.xml',
    '**/build/reports/jacoco/**/*.xml',
    'coverage.xml',
    '**/coverage.xml',
  ].map((path) => ({ collector: 'coverage', path, kind: 'coverage.measured' })),
  ['**/*.sarif'].map((path) => ({ collector: 'sarif', path, kind: 'scan.completed' })),
  ['trivy*.json', 'reports/trivy*.json'].map((path) => ({
    collector: 'trivy',
    path,
    kind: 'scan.completed',
  })),
  ['bom.json', 'sbom.json', 'target/bom.json', 'build/reports/bom.json', '**/*.cdx.json'].map((path) => ({
    collector: 'cyclonedx',
    path,
    kind: 'scan.completed',
  })),
]

/** The repository itself: its branch as it is checked out. */
const HISTORY: FoundReport = { collector: 'git', path: 'HEAD', kind: 'commits.counted', isThere: true }

/** What is written by the usual settings of the tool that builds; looked at when no report is there yet. */
const BUILDS: readonly (readonly [file: string, Place])[] = [
  [
    'pom.xml',
    { collector: 'junit', path: '**/target/surefire-reports/TEST-*.xml', kind: 'testrun.finished' },
  ],
  [
    'build.gradle',
    { collector: 'junit', path: '**/build/test-results/**/TEST-*.xml', kind: 'testrun.finished' },
  ],
  [
    'build.gradle.kts',
    { collector: 'junit', path: '**/build/test-results/**/TEST-*.xml', kind: 'testrun.finished' },
  ],
  ['package.json', { collector: 'junit', path: 'reports/junit*.xml', kind: 'testrun.finished' }],
  ['go.mod', { collector: 'junit', path: 'report.xml', kind: 'testrun.finished' }],
  ['pyproject.toml', { collector: 'junit', path: 'report.xml', kind: 'testrun.finished' }],
]

/** Folders whose folders are components of their own. */
const COMPONENT_FOLDERS = ['packages', 'services', 'apps', 'modules', 'cmd']

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)

function firstGroup(file: string, expression: RegExp): string | null {
  return existsSync(file) ? (expression.exec(readFileSync(file, 'utf8'))?.[1] ?? null) : null
}

function nameOf(root: string): string {
  return (
    firstGroup(join(root, 'package.json'), /"name"\s*:\s*"(?:@[^/"]+\/)?([^"]+)"/) ??
    firstGroup(join(root, 'pom.xml'), /<\/parent>[\s\S]*?<artifactId>([^<]+)</) ??
    firstGroup(join(root, 'pom.xml'), /<artifactId>([^<]+)</) ??
    firstGroup(join(root, 'go.mod'), /^module\s+(?:\S*\/)?([^\s/]+)\s*$/m) ??
    firstGroup(join(root, 'pyproject.toml'), /^name\s*=\s*"([^"]+)"/m) ??
    basename(resolve(root))
  )
}

function reportsOf(root: string): FoundReport[] {
  const there = PLACES.flatMap((group) => group.find(({ path }) => filesOf(root, path).length > 0) ?? [])
  const history = existsSync(join(root, '.git')) ? [HISTORY] : []
  const found = [...there.map((place) => ({ ...place, isThere: true })), ...history]
  if (found.some(({ kind }) => kind === 'testrun.finished')) return found
  const usual = BUILDS.find(([file]) => existsSync(join(root, file)))
  return usual === undefined ? found : [{ ...usual[1], isThere: false }, ...found]
}

function componentsOf(root: string): Findings['components'] {
  return COMPONENT_FOLDERS.flatMap((folder) => {
    const place = join(root, folder)
    if (!existsSync(place)) return []
    return readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ id: name, path: `${folder}/${name}` }))
  })
}

/** What a repository tells of itself: its name, its components, and the reports that its tools write. */
export function lookAt(root: string): Findings {
  const name = nameOf(root)
  return {
    project: slug(name) || 'project',
    name,
    components: componentsOf(root),
    reports: reportsOf(root),
  }
}
