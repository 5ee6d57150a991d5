// Starts a broker, prints its process and its directory, and waits to be killed.
import '../typescript-loader.mjs'

const { startKafka } = await import('./kafka.ts')

const broker = await startKafka()
process.stdout.write(`${JSON.stringify({ pid: broker.pid(), directory: broker.directory })}\n`)
