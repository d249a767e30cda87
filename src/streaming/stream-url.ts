import { StreamError, shortly } from './errors.ts'

/** The URL a runtime handed out as it can be dialled from its host: a wildcard host becomes loopback. */
export function streamUrl(text: string): URL {
  const url = parse(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new StreamError('protocol', `the URL is neither http nor https: "${shortly(text)}"`)
  }
  // A server bound to every address names [::], which also takes IPv4.
  if (WILDCARDS.has(url.hostname)) url.hostname = '127.0.0.1'
  return url
}

const WILDCARDS = new Set(['0.0.0.0', '[::]'])

function parse(text: string): URL {
  try {
    return new URL(text)
  } catch (cause) {
    throw new StreamError('protocol', `not an absolute URL: "${shortly(text)}"`, { cause })
  }
}
