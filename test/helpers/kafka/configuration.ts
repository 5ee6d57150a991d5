export interface Ports {
  readonly client: number
  readonly controller: number
  /** What the broker tells its clients to connect to: a proxy's port, or its own. */
  readonly advertised: number
}

export type Configuration = Readonly<Record<string, string | number | boolean>>

/** server.properties of a single node that is broker and controller; `changes` win. */
export function serverProperties(
  ports: Ports,
  logDirectory: string,
  partitions: number,
  changes: Configuration,
): string {
  const settings: Configuration = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${ports.client},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports.advertised}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logDirectory,
    'num.partitions': partitions,
    // One node keeps one copy of everything.
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    // Tests want a group at once, and sessions that end soon.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    // After SIGKILL a broker is let in again only once its old session has ended (9 s by default).
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    // A small heap: the cleaner alone would take 128 MiB of it.
    'log.cleaner.dedupe.buffer.size': 4 * 1024 * 1024,
    'num.network.threads': 2,
    'num.io.threads': 4,
    ...changes,
  }
  return `${Object.entries(settings)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join('\n')}\n`
}
