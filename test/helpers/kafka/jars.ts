import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The folder with one release's jars: below `KANMON_KAFKA_HOME`, else below the user's cache folder. */
export function jarsFolder(release: string): string {
  const home = process.env['KANMON_KAFKA_HOME']
  const base =
    home === undefined || home === ''
      ? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'kanmon', 'kafka')
      : resolve(home)
  return join(base, `kafka-${release}`)
}

export const hasJars = (release: string): boolean => existsSync(jarsFolder(release))

/**
 * The folder with the release's jars, brought from Maven Central once and offline afterwards. The folder appears
 * whole or not at all, so that two test files may ask at the same time.
 *
 * @throws {Error} with Maven's last lines when it cannot be brought
 */
export async function fetchJars(release: string): Promise<string> {
  const folder = jarsFolder(release)
  if (hasJars(release)) return folder
  mkdirSync(resolve(folder, '..'), { recursive: true })
  const work = mkdtempSync(`${folder}.part-`)
  try {
    writeFileSync(join(work, 'pom.xml'), pomFor(release))
    await copyDependencies(work)
    try {
      renameSync(join(work, 'jars'), folder)
    } catch (error) {
      if (!hasJars(release)) throw error // else another process was first: its folder is as good
    }
    return folder
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function copyDependencies(work: string): Promise<void> {
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=jars']
  try {
    await run('mvn', ['--batch-mode', '--quiet', '--strict-checksums', ...goal], {
      cwd: work,
      maxBuffer: 16 * 1024 * 1024,
      timeout: 300_000,
    })
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n')
    throw new Error(`Maven did not bring Kafka's jars:\n${tail}`, { cause })
  }
}

// slf4j-simple writes the log to the output; the broker's own pom names no logger. 1.7 is what Kafka's slf4j-api is.
const pomFor = (release: string) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.kanmon.test</groupId>
  <artifactId>kafka-jars</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${release}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`
