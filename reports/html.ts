import { SCRIPT, STYLE } from './html-assets.ts'
import { html, type Markup, verbatim } from './markup.ts'
import type { RunReport, ScenarioResult } from './run-report.ts'
import {
  apiLevelLine,
  brokenRequirements,
  isKnown,
  knownLeakLines,
  outcomeCounts,
  PROFILE_COLUMNS,
  reasonOf,
  targetLine,
  violatedInvariants,
} from './summary.ts'
import { bounded, oneLine, span } from './text.ts'

const LONGEST_BLOCK = 64 * 1024

/** The report as one HTML file that needs nothing from elsewhere. */
export function htmlReport(report: RunReport): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>crivet: ${report.verdict}, ${oneLine(report.target.runtimeName)}</title>
<style>${verbatim(STYLE)}</style>
</head>
<body>
${head(report)}
${broken(report)}
${profiles(report)}
${invariants(report)}
${lines('Leaks', report.leaks)}
${lines('Known leaks', knownLeakLines(report))}
${lines('Known failures that held', report.idleKnownFailures)}
${lines('Errors of crivet', report.unhandled)}
${lines('Notes', report.notes)}
${scenarios(report)}
<footer>crivet ${report.crivet.version}, started ${report.startedAt}</footer>
<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`
  return page.markup
}

function head(report: RunReport): Markup {
  const { host, target, depth, durationMs } = report
  const features = target.features.filter((it) => it.present).map((it) => it.name)
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Runtime', targetLine(report)],
    ['API level', apiLevelLine(report)],
    ['Handlers', target.handlers.map((it) => it || 'default').join(', ')],
    ['Features', features.join(', ')],
    [
      'Host',
      `${host.kernel} ${host.arch}, cgroup ${host.cgroup}, LSMs ${host.lsms.join(' ') || 'none'}`,
    ],
    ['Depth', depth.join(' ')],
    ['Time', span(durationMs)],
  ]
  return html`<header class="${report.verdict}"><h1>${report.verdict}</h1><p>${report.reason}</p></header>
<dl>${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${oneLine(value ?? '')}</dd>`)}</dl>`
}

function broken(report: RunReport): Markup {
  const all = brokenRequirements(report)
  if (all.length === 0) return html``
  return html`<h2>Broken requirements (${all.length})</h2>
<ul class="broken">${all.map(
    ({ requirement, scenarios }) => html`
<li><b>${requirement.level}</b> <code>${requirement.id}</code> <small>${requirement.profile}</small>
<p>${requirement.statement}</p>
${scenarios.map((it) => html`<p><a href="#${it.id}">${it.id}</a>: ${reasonOf(it)}</p>`)}</li>`,
  )}
</ul>`
}

function profiles(report: RunReport): Markup {
  return html`<h2>Profiles</h2>
<table><tr><th>profile</th>${PROFILE_COLUMNS.map(([, title]) => html`<th>${title}</th>`)}</tr>
${Object.entries(report.profiles).map(
  ([name, counts]) => html`<tr><td>${name}</td>${PROFILE_COLUMNS.map(
    ([key]) => html`<td class="${counts[key] > 0 ? key : 'zero'}">${counts[key]}</td>`,
  )}</tr>
`,
)}</table>`
}

function invariants(report: RunReport): Markup {
  if (report.invariants.length === 0) return html``
  return html`<h2>Invariants violated (${violatedInvariants(report).length})</h2>
<ul>${report.invariants.map((it) => {
    const { id, statement, count, first } = it
    return html`
<li><code>${id}</code> ${statement} <small>${count} times${isKnown(it) ? ', known' : ''}</small>
<p>first in ${first.scenario}, ${first.call}: ${oneLine(first.detail)}</p></li>`
  })}
</ul>`
}

function lines(title: string, texts: readonly string[]): Markup {
  if (texts.length === 0) return html``
  return html`<h2>${title} (${texts.length})</h2>
<ul>${texts.map((it) => html`<li><pre>${bounded(it, 4096)}</pre></li>`)}</ul>`
}

function scenarios(report: RunReport): Markup {
  return html`<h2>Scenarios (${report.scenarios.length})</h2>
<form>${outcomeCounts(report).map(
    ({ outcome, count }) =>
      html`<label class="${outcome}"><input type="checkbox" value="${outcome}" checked> ${outcome} ${count}</label> `,
  )}<input type="search" placeholder="id, requirement, RPC" aria-label="search"></form>
${report.scenarios.map(scenario)}`
}

function scenario(result: ScenarioResult): Markup {
  const { id, title, outcome, level, profile, requirement, rpcs, durationMs, evidence } = result
  const search = [id, requirement, ...result.also, ...rpcs].join(' ').toLowerCase()
  return html`<details id="${id}" class="${outcome}" data-outcome="${outcome}" data-search="${search}">
<summary><b>${outcome}</b> <code>${id}</code> <small>${span(durationMs)}</small> ${reasonOf(result)}</summary>
${title ? html`<p>${title}</p>` : ''}<p><small>${level} ${profile} · requirement <code>${requirement}</code> · ${rpcs.join(', ')}</small></p>
${block('Expected', result.expected)}${block('Actual', result.actual)}${block('Difference', result.diff)}${block('Reproduce', evidence?.reproduction?.join('\n'))}${block('Left behind', evidence?.leftovers?.join('\n'))}${block('Host', evidence?.host?.join('\n'))}${block('Calls', evidence?.transcript)}${(evidence?.containerLogs ?? []).map((log) => block(`Log of ${log.id}`, log.text))}${block('Stack', result.stack)}</details>
`
}

function block(title: string, text: string | undefined): Markup {
  return text ? html`<h3>${title}</h3><pre>${bounded(text, LONGEST_BLOCK)}</pre>` : html``
}
