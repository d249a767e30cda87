import { expect, test } from 'vitest'
import { bounded, oneLine, printable, span } from '../../reports/text.ts'

const ESC = String.fromCharCode(0x1b)

test('drops escape sequences and shows other control characters for what they are', () => {
  expect(printable(`a${ESC}[1;31mb${ESC}]0;title\u0007c${ESC}]8;;x${ESC}\\d\u009b2Je`)).toBe(
    'abcde',
  )
  expect(printable('a\u0000b\u0008c\u007fd\u0085e')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde')
  expect(printable('a\u202eb\u2028c')).toBe('a\ufffdb\ufffdc')
  expect(printable('one\r\ntwo\rthree\n\tfour')).toBe('one\ntwo\nthree\n\tfour')
})

test('keeps what follows a sequence that never ends', () => {
  expect(printable(`a${ESC}]0;expected 137`)).toBe('a0;expected 137')
  expect(printable(`a${ESC}`)).toBe('a\ufffd')
})

test('keeps whole characters and mends halves', () => {
  expect(printable('😀\ud83d')).toBe('😀\ufffd')
  expect(oneLine('😀😀😀', 4)).toBe('😀…')
  expect(bounded('😀'.repeat(5), 6)).toBe('😀\n… 4 characters left out …\n😀')
})

test('says spans as a person does', () => {
  expect([0, 340, 1400, 59_940, 123_000].map(span)).toMatchInlineSnapshot(`
    [
      "0 ms",
      "340 ms",
      "1.4 s",
      "59.9 s",
      "2 min 3 s",
    ]
  `)
})
