import { parseArgs } from 'node:util'
import type { WorkbenchOptions } from './workbench.ts'

/** `[--launch containerd|crio] [--launch-binary PATH] [--runtime-handler NAME|PATH] [--crictl PATH]`. */
export function streamingFlags(): WorkbenchOptions & { readonly crictl: string | undefined } {
  const { values } = parseArgs({
    options: {
      launch: { type: 'string', default: 'containerd' },
      'launch-binary': { type: 'string' },
      'runtime-handler': { type: 'string' },
      crictl: { type: 'string' },
    },
  })
  if (values.launch !== 'containerd' && values.launch !== 'crio') {
    throw new Error(`--launch takes containerd or crio, not ${values.launch}`)
  }
  return {
    launch: values.launch,
    launchBinary: values['launch-binary'],
    handler: values['runtime-handler'],
    crictl: values.crictl,
  }
}
