import type { Admin } from './client.ts'

/** How many messages of each partition the group has not committed yet, whoever reads them. */
export async function readLag(
  admin: Pick<Admin, 'fetchTopicOffsets' | 'fetchOffsets'>,
  topic: string,
  groupId: string,
): Promise<Map<number, number>> {
  const [ends, groups] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId, topics: [topic] }),
  ])
  const committed = new Map(
    groups.flatMap(({ partitions }) =>
      partitions.map(({ partition, offset }) => [partition, Number(offset)]),
    ),
  )
  return new Map(
    ends.map(({ partition, high, low }) => {
      const known = committed.get(partition) ?? -1
      return [partition, Math.max(0, Number(high) - Math.max(known, Number(low)))]
    }),
  )
}
