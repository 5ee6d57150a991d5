import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { hasJars } from './jars.ts'
import { JAVA_FLOOR, releaseOf, type KafkaVersion } from './versions.ts'

export type Available = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** The `java` to run: of `JAVA_HOME` when that is set, else of the path. */
export function javaCommand(): string {
  const home = process.env['JAVA_HOME']
  return home === undefined || home === '' ? 'java' : join(home, 'bin', 'java')
}

/**
 * Whether a broker can be started here: asks for Java, and for the jars or the means to bring them.
 * A test that cannot run is to be skipped where it is seen: `describe.skipIf(!available.ok)`, with the reason in its title.
 */
export function kafkaAvailable(version?: KafkaVersion): Available {
  const java = spawnSync(javaCommand(), ['-version'], { encoding: 'utf8' })
  if (java.error !== undefined || java.status !== 0) return { ok: false, reason: 'no java' }
  const found = Number(/version "(?:1\.)?(\d+)/.exec(java.stderr)?.[1])
  if (!(found >= JAVA_FLOOR)) return { ok: false, reason: `java ${found}, and Kafka needs ${JAVA_FLOOR}` }
  if (hasJars(releaseOf(version))) return { ok: true }
  const maven = spawnSync('mvn', ['--version'], { encoding: 'utf8' })
  if (maven.status === 0) return { ok: true }
  return { ok: false, reason: 'no Kafka jars and no mvn to bring them' }
}
