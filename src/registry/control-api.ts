import type { ServerResponse } from 'node:http'
import { sendError, sendJson } from './errors.ts'
import { imageFacts } from './image-facts.ts'
import { parseRepository } from './reference.ts'
import type { RequestLog } from './request-log.ts'
import type { Shelf } from './shelf.ts'

/** What scenarios in other threads ask of the registry itself, at /crivet/. */
export function answerControl(
  response: ServerResponse,
  { runId, shelf, log }: { runId: string; shelf: Shelf; log: RequestLog },
  { method, action, query }: { method: string; action: string; query: URLSearchParams },
): void {
  const named = query.get('repository')
  const repository = parseRepository(named ?? '', runId)
  const tag = query.get('tag') ?? ''
  if (method === 'GET' && action === 'requests') {
    sendJson(response, 200, log.entries(named ?? undefined))
    return
  }
  if (method === 'GET' && action === 'facts') {
    const image = repository && shelf.image(repository, tag)
    if (!image) {
      sendError(response, 404, 'NAME_UNKNOWN')
      return
    }
    sendJson(response, 200, imageFacts(image))
    return
  }
  if (method === 'POST' && action === 'move') {
    const nonce = query.get('to')
    if (!repository || !tag || nonce === null || !shelf.image(repository)) {
      sendError(response, 400, 'NAME_INVALID')
      return
    }
    shelf.move(repository, tag, nonce)
    sendJson(response, 200, {})
    return
  }
  sendError(response, 404, 'UNSUPPORTED')
}
