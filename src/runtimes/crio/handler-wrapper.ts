import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OciHandler } from '../oci-handlers.ts'

/** Puts a script before each OCI runtime that keeps it from asking for what the host withholds. */
export async function wrapHandlers(
  dir: string,
  handlers: readonly OciHandler[],
  missing: readonly string[],
): Promise<readonly OciHandler[]> {
  await mkdir(dir)
  const floor = Number(readFileSync('/proc/self/oom_score_adj', 'utf8'))
  return Promise.all(
    handlers.map(async (handler) => {
      const file = join(dir, handler.name)
      await writeFile(file, wrapperScript(handler.binary, missing, floor), { mode: 0o755 })
      return { ...handler, binary: file }
    }),
  )
}

/**
 * A shell script that takes capabilities out of a bundle's config.json, or of the process file of
 * an exec, raises an oom_score_adj below the floor, and becomes the real runtime.
 */
export function wrapperScript(binary: string, missing: readonly string[], floor: number): string {
  const set = '("(bounding|effective|permitted|inheritable|ambient)":[[:space:]]*\\[[^]]*'
  const names = missing.join('|')
  // A quote inside a JSON string has a backslash before it: these patterns meet keys and nothing else.
  const edits = [
    ':all',
    '$!{N;b all',
    '}',
    ':again',
    `s/${set})"(${names})"[[:space:]]*,?[[:space:]]*/\\1/`,
    't again',
    // The last of a list went: the comma before it has to follow.
    `s/${set}[^],[:space:]])[[:space:]]*,[[:space:]]*\\]/\\1]/g`,
  ]
  return `#!/bin/sh
verb= file= before=
for arg do
  case $verb in
    '') case $arg in create|run|restore|exec) verb=$arg ;; esac ;;
    exec) case $before in
      --process) file=$arg ;;
      *) case $arg in --process=*) file=\${arg#--process=} ;; esac ;;
    esac ;;
    *) case $before in
      --bundle) file=$arg/config.json ;;
      *) case $arg in --bundle=*) file=\${arg#--bundle=}/config.json ;; esac ;;
    esac ;;
  esac
  before=$arg
done
if [ -f "$file" ]; then
  score=$(grep -o '"oomScoreAdj":[[:space:]]*-\\{0,1\\}[0-9]*' "$file" | grep -o -e '-\\{0,1\\}[0-9]*$')
  [ "\${score:-${floor}}" -ge ${floor} ] || score=${floor}
  sed -E \\
${edits.map((edit) => `    -e ${quote(edit)} \\\n`).join('')}    -e 's/("oomScoreAdj":[[:space:]]*)-?[0-9]+/\\1'"\${score:-${floor}}"'/' \\
    "$file" > "$file.edited" && cat "$file.edited" > "$file"
  rm -f "$file.edited"
fi
exec ${quote(binary)} "$@"
`
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
