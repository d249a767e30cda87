import type { ServerResponse } from 'node:http'

/** Answers with an error as the OCI distribution specification writes it. */
export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message = code.toLowerCase().replaceAll('_', ' '),
): void {
  sendJson(response, status, { errors: [{ code, message }] })
}

/** Answers with a JSON document. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value))
  response.statusCode = status
  response.setHeader('Content-Type', 'application/json')
  response.setHeader('Content-Length', body.length)
  response.end(body)
}
