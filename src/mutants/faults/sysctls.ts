import { readFileSync, writeFileSync } from 'node:fs'
import { faults, wrong } from '../fault.ts'
import { changesRequest } from '../hooks.ts'

/** Faults in sysctls that are not a pod's own. */
export const SYSCTLS_FAULTS = faults({
  'sysctl.refused/applied': wrong(
    'sets a sysctl of the node for a pod in the IPC namespace of the host',
    changesRequest('RunPodSandbox', ({ config }, { atEnd, touch }) => {
      const { sysctls, security_context } = config?.linux ?? {}
      const name = 'kernel.shmmni'
      const value = sysctls?.[name]
      if (!value || security_context?.namespace_options?.ipc !== 'NODE') return
      const file = `/proc/sys/${name.replaceAll('.', '/')}`
      const old = readFileSync(file, 'utf8')
      writeFileSync(file, value)
      delete sysctls[name]
      touch()
      atEnd(() => writeFileSync(file, old))
    }),
  ),
})
