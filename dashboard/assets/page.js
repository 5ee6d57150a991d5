// What pages can do beyond links and forms. Everything here is an addition: each page works without it.

/** Shows what a point of a chart says. The figures are in the chart's table, which everybody can read. */
function showValues(figure) {
  const client = globalThis['echarts-ssr-client']
  const source = figure.querySelector('script[type="application/json"]')
  if (client === undefined || source === null) return
  const { series, labels } = JSON.parse(source.textContent)
  const tip = document.createElement('div')
  tip.className = 'tip'
  tip.hidden = true
  document.body.append(tip)
  client.hydrate(figure.querySelector('[data-chart]'), {
    on: {
      mouseover: ({ seriesIndex, dataIndex, event }) => {
        const named = series[seriesIndex]
        if (named === undefined || dataIndex === undefined) return
        tip.textContent = `${named.name} ${labels[dataIndex] ?? ''}: ${named.values[dataIndex] ?? ''}`
        tip.style.left = `${event.clientX + 12}px`
        tip.style.top = `${event.clientY + 12}px`
        tip.hidden = false
      },
      mouseout: () => {
        tip.hidden = true
      },
    },
  })
}
for (const figure of document.querySelectorAll('figure[data-series]')) showValues(figure)

// Filters apply as soon as one is chosen.
for (const select of document.querySelectorAll('form.filters select')) {
  select.addEventListener('change', () => select.form.requestSubmit())
}
