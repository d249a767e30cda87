import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import type { Ending } from '../ending.ts'
import { networkError, StreamError, shortly } from '../errors.ts'
import { readRefusal } from '../refusal.ts'

/** What is asked of a server. */
export interface UpgradeRequest {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  /** In the order of preference. */
  readonly subprotocols: readonly string[]
}

/** A connection that now speaks SPDY/3.1. */
export interface Upgraded {
  readonly socket: Socket
  /** What came with the answer, already part of the new protocol. */
  readonly head: Buffer
  /** The version of the protocol on top that the server took. */
  readonly subprotocol: string
}

/** Upgrades a connection to SPDY/3.1, with whatever certificate the server has. */
export function upgradeToSpdy(asked: UpgradeRequest, ending: Ending): Promise<Upgraded> {
  const { url, method, subprotocols } = asked
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method,
      agent: false,
      rejectUnauthorized: false,
      headers: {
        connection: 'Upgrade',
        upgrade: 'SPDY/3.1',
        'x-stream-protocol-version': [...subprotocols],
      },
    })
    const stop = ending.onDecided(() => {
      request.destroy()
      reject(ending.error)
    })
    request.on('error', (error) => ending.fail('network', networkError(error)))
    request.once('response', (response) => {
      if (response.statusCode === 101) {
        const message = 'the server answered 101 without saying what it upgrades to (Upgrade)'
        ending.fail('violation', new StreamError('protocol', message))
        return
      }
      ending.established()
      readRefusal(response).then((refusal) => ending.fail('violation', refusal))
    })
    request.once('upgrade', (response, socket: Socket, head) => {
      stop()
      // Until the connection listens; a socket that broke is then found destroyed.
      socket.on('error', () => undefined)
      try {
        const subprotocol = checkAnswer(response, subprotocols)
        ending.established()
        socket.setNoDelay(true)
        resolve({ socket, head, subprotocol })
      } catch (error) {
        socket.destroy()
        reject(error)
      }
    })
    if (!ending.reason) request.end()
  })
}

function checkAnswer(response: IncomingMessage, asked: readonly string[]): string {
  const upgrade = response.headers.upgrade ?? ''
  if (upgrade.toLowerCase() !== 'spdy/3.1') {
    throw new StreamError('protocol', `upgraded to "${shortly(upgrade)}" in place of SPDY/3.1`)
  }
  const chosen = String(response.headers['x-stream-protocol-version'] ?? '')
  if (asked.includes(chosen)) return chosen
  // The first servers knew one version and did not name it.
  if (chosen === '' && asked.includes(FIRST_VERSION)) return FIRST_VERSION
  const message = `the server chose "${shortly(chosen)}" of ${asked.join(', ') || 'no versions'}`
  throw new StreamError('protocol', message)
}

const FIRST_VERSION = 'channel.k8s.io'
