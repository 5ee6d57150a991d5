// Brings Kafka's jars before the tests run, so that these need no network: node test/helpers/kafka/fetch.mjs [version...]
// Without a version: the newest release of each line that is tested. KANMON_KAFKA_HOME says where to.
import '../typescript-loader.mjs'

const { fetchJars } = await import('./jars.ts')
const { RELEASES, releaseOf } = await import('./versions.ts')

const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(RELEASES)
for (const version of asked) {
  const release = releaseOf(version)
  console.log(`kafka ${release}: ${await fetchJars(release)}`)
}
