import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { environment } from '../../schemas/config.ts'

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

const service = z.looseObject({
  image: z.string(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  network_mode: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.object({ test: z.array(z.string()).min(2), interval: z.string(), retries: z.int() }),
})
const compose = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(parse(read('docker-compose.yml')))
const services = Object.entries(compose.services)
const { kanmon } = compose.services

test('ClickHouse, Kafka and kanmon are there, each with a health check', () => {
  expect(Object.keys(compose.services).sort()).toEqual(['clickhouse', 'kafka', 'kanmon'])
})

test('no secret stands in the file: it comes from outside, and its absence is an error', () => {
  const secrets = services.flatMap(([name, { environment: variables }]) =>
    Object.entries(variables)
      .filter(([variable]) => /PASSWORD|SECRET|TOKEN|KEY|CREDENTIAL/i.test(variable))
      .map(([variable, value]) => ({ variable: `${name} ${variable}`, value })),
  )
  expect(secrets.length).toBeGreaterThanOrEqual(2)
  for (const { variable, value } of secrets) expect(value, variable).toMatch(/^\$\{[A-Z_]+:\?[^}]+\}$/)
  expect(read('docker-compose.yml')).not.toMatch(/:\/\/[^/\s]*:[^/\s]*@/)
})

test('nothing is published but on 127.0.0.1', () => {
  for (const [name, { ports }] of services)
    for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
})

test('every image has a version of its own, also in the Dockerfile', () => {
  for (const [, { image }] of services) expect(image).toMatch(/^[\w./-]+:\d+\.\d+\.\d+(\.\d+)?$/)
  const bases = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
  expect(bases).toEqual(['node:22-slim', 'node:22-slim'])
})

test('kanmon gets variables that it reads, with values that it takes, and listens on loopback', () => {
  const given = Object.fromEntries(
    Object.entries(kanmon!.environment).map(([name, value]) => [name, value.replace(/^\$\{.*\}$/, 'given')]),
  )
  const known = Object.keys(environment.shape)
  expect(Object.keys(given).filter((name) => !known.includes(name))).toEqual([])
  expect(environment.parse(given)).toMatchObject({ KANMON_HOST: '127.0.0.1', KANMON_PORT: 8787 })
  expect(kanmon!.network_mode).toBe('host')
  expect(kanmon!.ports).toEqual([])
  expect(compose.services['clickhouse']!.environment).toMatchObject({
    CLICKHOUSE_USER: given['KANMON_CLICKHOUSE_USER'],
    CLICKHOUSE_DB: given['KANMON_CLICKHOUSE_DATABASE'],
  })
})

test('kanmon reads from the broker beside it, whose topic is there before', () => {
  const { KANMON_KAFKA_BROKERS: brokers, KANMON_KAFKA_TOPIC: topic } = kanmon!.environment
  const kafka = compose.services['kafka']!
  expect(kafka.environment['KAFKA_ADVERTISED_LISTENERS']).toBe(`PLAINTEXT://${brokers}`)
  expect(kafka.healthcheck.test).toContain(`--topic=${topic}`)
  expect(kanmon!.depends_on).toMatchObject({ kafka: { condition: 'service_healthy' } })
})

test('what is kept lies in declared volumes', () => {
  const named = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0]))
  expect(named.sort()).toEqual(Object.keys(compose.volumes).sort())
})

test('the container runs as a user of its own, checks its readiness and leaves the embedded engine out', () => {
  const dockerfile = read('Dockerfile')
  const runtime = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
  expect(runtime).toMatch(/^USER node$/m)
  expect(runtime).toMatch(/^HEALTHCHECK [\s\S]*\/readyz/m)
  expect(runtime).toContain(
    'npm ci --omit=dev --ignore-scripts && rm -rf node_modules/chdb node_modules/@chdb',
  )
  // It would leave out the platform packages of snappy and lz4-napi, and a packed topic could not be read.
  expect(runtime).not.toMatch(/^RUN .*--omit=optional/m)
  expect(dockerfile).not.toMatch(/^(?:ENV|ARG) .*(?:PASSWORD|SECRET|TOKEN)/m)
})

test('the image gets everything the build reads', () => {
  const { include } = z
    .object({ include: z.array(z.string()) })
    .parse(JSON.parse(read('tsconfig.build.json')))
  const taken = read('.dockerignore').split('\n')
  for (const folder of [...include, 'policies', 'scripts', 'package-lock.json'])
    expect(taken).toContain(`!${folder}`)
})
