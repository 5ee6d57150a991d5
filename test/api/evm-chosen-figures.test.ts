import { expect, test } from 'vitest'
import { chosenSeriesAnswer, figureName } from '../../schemas/answers-earned-value.ts'
import { openTestApi } from '../helpers/api.ts'
import { baselined, booked, declared, evmReader, reported, unexplained, work } from './evm-events.ts'

const api = await openTestApi()
const { series } = evmReader(() => api)
const path = '/v1/projects/curve/evm/series'

test('some figures of the S-curve are those of all of them, with the reasons of what is null', async () => {
  await api.send([
    declared('curve'),
    baselined('curve', [work('A', { budget: 100 }), work('B', { budget: 50 })]),
    reported('curve', 'A', '2026-11-13', { percentComplete: 50 }),
    booked('curve', 'A', '2026-11-12', 60),
  ])
  const whole = await series('curve')
  const chosen = await api.read(`${path}?figure=ev&figure=spiT&figure=eac`, chosenSeriesAnswer)
  expect(chosen.points.length).toBeGreaterThan(2)
  expect({ ...chosen, points: [], asOf: '' }).toEqual({ ...whole, points: [], asOf: '' })
  expect(chosen.points).toEqual(
    whole.points.map(({ figures, ...point }) => {
      if (figures === null) return { ...point, figures }
      const { ev, spiT, eac, notMeasurable } = figures
      const why = Object.entries(notMeasurable).filter(([name]) => /^(ev|spiT|eac\..*)$/.test(name))
      const reasons = why.length === 0 ? {} : { notMeasurable: Object.fromEntries(why) }
      return { ...point, figures: { ev, spiT, eac, ...reasons } }
    }),
  )
  for (const { figures } of chosen.points)
    if (figures !== null)
      expect(unexplained({ ...figures, notMeasurable: figures.notMeasurable ?? {} })).toEqual([])
})

test('each figure may be asked for alone, and what is none is refused', async () => {
  const { points } = await series('curve')
  for (const name of figureName.options) {
    const alone = await api.read(`${path}?figure=${name}`, chosenSeriesAnswer)
    expect(alone.points.map(({ figures }) => figures?.[name])).toEqual(
      points.map(({ figures }) => figures?.[name]),
    )
  }
  expect(await api.get(`${path}?figure=turnover`)).toMatchObject({
    status: 400,
    body: { code: 'INVALID_REQUEST', field: 'figure' },
  })
})
