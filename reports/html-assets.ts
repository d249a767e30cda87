/** The style sheet of the HTML report. */
export const STYLE = `
:root { color-scheme: light dark; --red: #c62828; --green: #2e7d32; --amber: #b26a00; --dim: #777 }
@media (prefers-color-scheme: dark) { :root { --red: #ff7b72; --green: #56d364; --amber: #e3b341; --dim: #999 } }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
header { border-left: .5rem solid var(--amber); padding-left: 1rem }
header.conformant { border-color: var(--green) }
header.not-conformant { border-color: var(--red) }
h1 { margin: 0 }
h3 { font-size: .9rem; margin: .6rem 0 .2rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem }
dt, small, .zero, footer { color: var(--dim) }
dd { margin: 0; overflow-wrap: anywhere }
table { border-collapse: collapse }
th, td { padding: .15rem .7rem; text-align: right }
th:first-child, td:first-child { text-align: left }
td.broken, .fail b, .flaky b, .unclean b, .unexpected-pass b { color: var(--red) }
td.undecided, .error b, .blocked b, .interrupted b { color: var(--amber) }
.pass b { color: var(--green) }
.unsupported b, .not-applicable b, .skipped b, .known-failure b { color: var(--dim) }
pre { overflow: auto; max-height: 30rem; padding: .5rem; border: 1px solid var(--dim); white-space: pre-wrap; overflow-wrap: anywhere }
details { border-bottom: 1px solid color-mix(in srgb, var(--dim) 30%, transparent); padding: .2rem 0 }
summary { cursor: pointer; overflow-wrap: anywhere }
form { position: sticky; top: 0; background: Canvas; padding: .5rem 0 }
label { white-space: nowrap; margin-right: .6rem }
[hidden] { display: none }
`

/** The script of the HTML report: shows the scenarios of the chosen outcomes that match the search. */
export const SCRIPT = `
const boxes = [...document.querySelectorAll('form input[type=checkbox]')]
const search = document.querySelector('form input[type=search]')
const all = [...document.querySelectorAll('details[data-outcome]')]
const show = () => {
  const outcomes = new Set(boxes.filter((box) => box.checked).map((box) => box.value))
  const text = search.value.trim().toLowerCase()
  for (const it of all) it.hidden = !outcomes.has(it.dataset.outcome) || !it.dataset.search.includes(text)
}
const open = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (!target) return
  target.hidden = false
  target.open = true
  target.scrollIntoView()
}
for (const it of [...boxes, search]) it.addEventListener('input', show)
document.querySelector('form').addEventListener('submit', (event) => event.preventDefault())
addEventListener('hashchange', open)
open()
`
