import { mkdirSync, rmSync } from 'node:fs'
import { bindMount } from '../bind-mount.ts'
import { makesContainers } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { changesRequest } from '../hooks.ts'

/** Faults in the process that a container runs. */
export const PROCESS_FAULTS = faults({
  'container.process.command-overrides-entrypoint/as-args': wrong(
    'keeps the entrypoint of the image and passes the command to it',
    makesContainers((it) => {
      it.args = [...it.command, ...it.args]
      it.command = []
    }),
  ),
  'container.process.args-override-cmd/dropped': wrong(
    'keeps the image’s arguments where others are given',
    makesContainers((it) => {
      if (it.command.length === 0) it.args = []
    }),
  ),
  'container.process.image-defaults/true': wrong(
    'runs a program of its own where none is given',
    makesContainers((it) => {
      if (it.command.length === 0 && it.args.length === 0) it.args = ['pause']
    }),
  ),
  'container.process.no-command-error/default': wrong(
    'runs a program of its own where there is none',
    makesContainers((it) => {
      if (it.command.length === 0 && it.args.length === 0) it.command = ['/workload', 'pause']
    }),
  ),
  'container.process.arguments-verbatim/empty-dropped': wrong(
    'drops empty arguments',
    makesContainers((it) => {
      it.args = it.args.filter((word) => word !== '')
    }),
  ),
  'container.process.arguments-verbatim/split': wrong(
    'splits arguments at blanks',
    makesContainers((it) => {
      it.args = it.args.flatMap((word) => word.split(' '))
    }),
  ),
  'container.process.working-dir/ignored': wrong(
    'starts every process in the root folder',
    makesContainers((it) => {
      it.working_dir = '/'
    }),
  ),
  'container.process.env-from-config/empty-dropped': wrong(
    'drops variables without a value',
    makesContainers((it) => {
      it.envs = it.envs.filter(({ value }) => value.length > 0)
    }),
  ),
  'container.process.env-from-config/cut-at-equals': wrong(
    'cuts values of variables at an equals sign',
    makesContainers(({ envs }) => {
      for (const it of envs) {
        const at = it.value.indexOf(EQUALS)
        if (at >= 0) it.value = it.value.subarray(0, at)
      }
    }),
  ),
  'container.process.env-merge/image-wins': wrong(
    'does not let a config change variables of the image',
    makesContainers((it) => {
      it.envs = it.envs.filter(({ key }) => key === key.toLowerCase())
    }),
  ),
  'container.process.env-bytes/utf8-only': wrong(
    'replaces what is not UTF-8 in variables',
    makesContainers(({ envs }) => {
      for (const it of envs) it.value = Buffer.from(Buffer.from(it.value).toString())
    }),
  ),
  'container.process.env-defaults/home-of-root': wrong(
    'gives every process the home of root',
    makesContainers(({ envs }) => {
      if (!envs.some(({ key }) => key === 'HOME')) {
        envs.push({ key: 'HOME', value: Buffer.from('/root') })
      }
    }),
  ),
  'container.process.image-user/root': wrong(
    'runs processes as root whatever user the image names',
    makesContainers(({ linux }) => {
      const context = linux?.security_context
      if (context && !context.run_as_user && !context.run_as_username) {
        context.run_as_user = { value: 0n }
        context.run_as_group = { value: 0n }
      }
    }),
  ),
  'container.process.rootfs-isolated/shared': wrong(
    'keeps a part of the root file system of all containers in one place',
    changesRequest('CreateContainer', ({ config }, { atEnd }) => {
      const folder = '/run/crivet-fault/home'
      mkdirSync(folder, { recursive: true })
      atEnd(() => rmSync(folder, { recursive: true, force: true }))
      config?.mounts.push(bindMount(folder, '/home'))
    }),
  ),
  'container.process.standard-mounts/no-mqueue': wrong(
    'mounts no message queues',
    makesContainers((it) => {
      it.mounts.push(bindMount('/mnt', '/dev/mqueue'))
    }),
  ),
  'container.process.standard-mounts/no-random': wrong(
    'has another device in the place of /dev/random',
    makesContainers((it) => {
      it.mounts.push(bindMount('/dev/zero', '/dev/random'))
    }),
  ),
  'container.process.no-inherited-fds/main': wrong(
    'leaves an open folder of its own to main processes',
    makesContainers((it) => {
      if (it.command.length === 0) it.args = ['inheriting', '/', ...it.args]
    }),
  ),
  'container.process.no-inherited-fds/exec': wrong(
    'leaves an open folder of its own to commands',
    changesRequest('ExecSync', (it) => {
      const [program = '', ...args] = it.cmd
      if (program === '/workload') it.cmd = [program, 'inheriting', '/', ...args]
    }),
  ),
  'container.process.stdin-closed/open': wrong(
    'leaves the standard input of processes open',
    makesContainers((it) => {
      it.stdin = true
    }),
  ),
  'container.process.stdin-once/kept-open': wrong(
    'leaves the standard input open after the first client',
    makesContainers((it) => {
      it.stdin_once = false
    }),
  ),
  'container.process.tty/none': wrong(
    'gives no process a terminal',
    makesContainers((it) => {
      it.tty = false
    }),
  ),
  'container.process.tty/always': wrong(
    'gives every process a terminal',
    makesContainers((it) => {
      it.tty = true
    }),
  ),
})

const EQUALS = 0x3d
