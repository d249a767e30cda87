import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { zstdStored } from '../../fixtures/images/compress.ts'
import { opaque, type TarEntry, whiteout, writeTar } from '../../fixtures/images/tar.ts'

test('the system tar reads every kind of member', () => {
  const entries: readonly TarEntry[] = [
    { type: 'directory', path: 'd', mode: 0o1777, uid: 7, gid: 8 },
    { type: 'file', path: 'd/file', content: 'x'.repeat(513), mode: 0o4755, uid: 1000, gid: 2000 },
    { type: 'symlink', path: 'd/soft', target: '../elsewhere' },
    { type: 'hardlink', path: 'd/hard', target: 'd/file' },
    { type: 'char', path: 'd/null', major: 1, minor: 3, mode: 0o666 },
    { type: 'block', path: 'd/block', major: 7, minor: 99 },
    { type: 'fifo', path: 'd/fifo' },
    { type: 'file', path: 'd/ünïcode and blanks', content: '' },
  ]
  const listing = execFileSync('tar', ['--numeric-owner', '--quoting-style=literal', '-tvf', '-'], {
    input: writeTar(entries),
    env: { ...process.env, TZ: 'UTC' },
    encoding: 'utf8',
  })
  expect(listing.replaceAll(/ +/g, ' ').trim().split('\n')).toEqual([
    'drwxrwxrwt 7/8 0 2020-01-01 00:00 d/',
    '-rwsr-xr-x 1000/2000 513 2020-01-01 00:00 d/file',
    'lrw-r--r-- 0/0 0 2020-01-01 00:00 d/soft -> ../elsewhere',
    'hrw-r--r-- 0/0 0 2020-01-01 00:00 d/hard link to d/file',
    'crw-rw-rw- 0/0 1,3 2020-01-01 00:00 d/null',
    'brw-r--r-- 0/0 7,99 2020-01-01 00:00 d/block',
    'prw-r--r-- 0/0 0 2020-01-01 00:00 d/fifo',
    '-rw-r--r-- 0/0 0 2020-01-01 00:00 d/ünïcode and blanks',
  ])
})

test('contents and extended attributes come out as they went in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crivet-tar-'))
  try {
    // 99 and 100 bytes of record: the length counts its own digits.
    const entries: readonly TarEntry[] = [60, 74, 75, 76, 77].map((length) => ({
      type: 'file',
      path: `f${length}`,
      content: `content ${length}`,
      xattrs: { 'user.crivet': 'v'.repeat(length) },
    }))
    writeFileSync(join(folder, 'a.tar'), writeTar(entries))
    const listing = execFileSync('tar', ['--xattrs', '-tvvf', join(folder, 'a.tar')], {
      encoding: 'utf8',
    })
    expect([...listing.matchAll(/x: *(\d+) user\.crivet/g)].map((found) => found[1])).toEqual([
      '60',
      '74',
      '75',
      '76',
      '77',
    ])
    execFileSync('tar', ['-C', folder, '-xf', join(folder, 'a.tar')])
    expect(readFileSync(join(folder, 'f75'), 'utf8')).toBe('content 75')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('whiteouts stand beside what they hide', () => {
  expect(whiteout('a/b').path).toBe('a/.wh.b')
  expect(whiteout('b').path).toBe('.wh.b')
  expect(opaque('a').path).toBe('a/.wh..wh..opq')
})

test('a name that ustar cannot hold is refused', () => {
  expect(() => writeTar([{ type: 'directory', path: 'x'.repeat(100) }])).toThrow(RangeError)
})

test.each([0, 1, 128 * 1024, 128 * 1024 + 1, 300_000])('zstd unpacks %i stored bytes', (length) => {
  const content = Buffer.alloc(length, 'crivet')
  const unpacked = execFileSync('zstd', ['-dc'], { input: zstdStored(content) })
  expect(unpacked.equals(content)).toBe(true)
})
