import { Client, credentials, type ServiceError } from '@grpc/grpc-js'

const CALL_MS = 5_000

/** A look at whether a runtime answers: nothing when it does, else why not. */
export interface ReadinessProbe {
  look(): Promise<string | undefined>
  close(): void
}

/** Opens a probe of the runtime at an endpoint. */
export function createReadinessProbe(endpoint: string): ReadinessProbe {
  const client = new Client(endpoint, credentials.createInsecure(), {
    // The socket appears within milliseconds: gRPC's own pause of a second would be most of a launch.
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 100,
  })
  return {
    look: () =>
      new Promise((resolve) => {
        client.makeUnaryRequest(
          '/runtime.v1.RuntimeService/Version',
          (bytes: Buffer) => bytes,
          (bytes) => bytes,
          Buffer.alloc(0),
          { deadline: Date.now() + CALL_MS },
          (error: ServiceError | null) => resolve(error === null ? undefined : error.message),
        )
      }),
    close: () => client.close(),
  }
}
