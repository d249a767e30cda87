import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { htmlReport } from '../../reports/html.ts'
import { SCRIPT } from '../../reports/html-assets.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

/** What Python's parser finds: how often each tag, each attribute that names another place, and the text. */
function read(page: string) {
  const program = `
import collections, html.parser, json, sys
class Reader(html.parser.HTMLParser):
  tags, links, text = collections.Counter(), [], []
  def handle_starttag(self, tag, attributes):
    self.tags[tag] += 1
    self.links += [value for name, value in attributes if name in ('src', 'href', 'action') or name.startswith('on')]
  def handle_data(self, data): self.text.append(data)
reader = Reader()
reader.feed(sys.stdin.buffer.read().decode())
print(json.dumps({'tags': reader.tags, 'links': reader.links, 'text': ''.join(reader.text)}))`
  const output = execFileSync('python3', ['-c', program], {
    input: page,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(output) as { tags: Record<string, number>; links: string[]; text: string }
}

test('shows every scenario, a box for every outcome and one to search', () => {
  const { tags, links, text } = read(htmlReport(sampleReport()))
  expect(tags.details).toBe(8)
  expect(tags.input).toBe(9)
  expect(links).toEqual(['#container.stop.forced-after-grace', '#image.pull.by-digest'])
  expect(text).toContain('A container that ignores its stop signal is killed')
  expect(text).toContain('crictl stop --timeout 2 c1')
})

test('needs nothing from elsewhere', () => {
  expect(htmlReport(sampleReport())).not.toMatch(/https?:|@import|url\(/)
})

test('its script is one', () => {
  expect(() => new Function(SCRIPT)).not.toThrow()
})

test('escapes whatever a runtime says', () => {
  const page = htmlReport(hostileReport())
  const { tags, links } = read(page)
  expect(tags.script).toBe(1)
  expect(links.every((it) => it.startsWith('#hostile.text.'))).toBe(true)
  expect(page).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cs}\u202e]/u)
  expect(page.length).toBeLessThan(8 * 1024 * 1024)
})
