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
        const label = (named.labels ?? labels)[dataIndex] ?? ''
        tip.textContent = `${named.name} ${label}: ${named.values[dataIndex] ?? ''}`
        tip.hidden = false
        // Within the window, on the other side of the pointer where there is no room on this one.
        const room = { x: innerWidth - tip.offsetWidth - 4, y: innerHeight - tip.offsetHeight - 4 }
        tip.style.left = `${Math.max(4, Math.min(event.clientX + 12, room.x))}px`
        tip.style.top = `${event.clientY + 12 > room.y ? event.clientY - tip.offsetHeight - 8 : event.clientY + 12}px`
      },
      mouseout: () => {
        tip.hidden = true
      },
    },
  })
}
for (const figure of document.querySelectorAll('figure[data-series]')) showValues(figure)

/** Replaces the parts of the page that have `data-live` by what the server says now. Returns false when it could not. */
async function showNew() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' }, redirect: 'error' }).catch(
    () => null,
  )
  if (answer === null || !answer.ok) return false
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id)
    if (next !== null) part.replaceWith(document.adoptNode(next))
  }
  return true
}

/** Follows what arrives while the page is seen and nobody has paused it. */
function follow(control) {
  const [button, status] = control.querySelectorAll('button, [role="status"]')
  let source = null
  let isPaused = sessionStorage.getItem('kanmon-paused') === 'yes'
  let isDue = false

  const isInUse = () => document.activeElement?.closest('[data-live]') != null
  async function update() {
    isDue = isInUse()
    if (isDue) {
      status.textContent = status.dataset.waiting
      return
    }
    if (await showNew()) {
      const time = new Date().toLocaleTimeString(document.documentElement.lang)
      status.textContent = status.dataset.updated.replace('{time}', time)
    }
  }
  function connect() {
    const isWanted = !isPaused && document.visibilityState === 'visible'
    if (isWanted === (source !== null)) return
    if (!isWanted) {
      source.close()
      source = null
      return
    }
    source = new EventSource('/events')
    source.addEventListener('changed', () => void update())
    source.addEventListener('open', () => {
      control.hidden = false
      if (status.textContent === '') status.textContent = status.dataset.on
    })
  }
  function show() {
    button.textContent = isPaused ? button.dataset.resume : button.dataset.pause
    control.hidden = !isPaused && control.hidden
    if (isPaused) status.textContent = ''
  }
  button.addEventListener('click', () => {
    isPaused = !isPaused
    sessionStorage.setItem('kanmon-paused', isPaused ? 'yes' : 'no')
    show()
    connect()
    if (!isPaused) void update()
  })
  let wasSeen = document.visibilityState === 'visible'
  document.addEventListener('visibilitychange', () => {
    const isSeen = document.visibilityState === 'visible'
    connect()
    // What changed meanwhile was not told to a page that nobody saw.
    if (isSeen && !wasSeen && !isPaused) void update()
    wasSeen = isSeen
  })
  document.addEventListener('focusout', () => {
    if (isDue) setTimeout(() => void update(), 0)
  })
  show()
  connect()
}
for (const control of document.querySelectorAll('[data-live-control]')) follow(control)

/** Lets the slider of a page set its date: it stops at each date on which something can be different. */
function slide(form) {
  const stops = JSON.parse(form.dataset.stops)
  const date = form.querySelector('input[type="date"]')
  const slider = form.querySelector('input[type="range"]')
  if (slider === null) return
  const tell = () => slider.setAttribute('aria-valuetext', stops[Number(slider.value)])
  tell()
  slider.addEventListener('input', () => {
    date.value = stops[Number(slider.value)]
    tell()
  })
  // By keyboard every step is a change: asked for when the slider is left or let go, or with Enter.
  slider.addEventListener('pointerup', () => form.requestSubmit())
  slider.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') form.requestSubmit()
  })
  form.addEventListener('submit', () => {
    sessionStorage.setItem('kanmon-scroll', String(scrollY))
  })
}
for (const form of document.querySelectorAll('form.as-of')) slide(form)

const scrolledTo = sessionStorage.getItem('kanmon-scroll')
sessionStorage.removeItem('kanmon-scroll')
if (scrolledTo !== null && document.querySelector('form.as-of') !== null) scrollTo(0, Number(scrolledTo))
