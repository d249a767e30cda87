import { MESSAGES } from './gen/wire.ts'

/** The first Kubernetes minor that has a field (`1.23` also stands for older ones); none has what is unknown. */
export function fieldSince(message: string, field: string): string | undefined {
  return MESSAGES[message]?.find(({ name }) => name === field)?.since
}
