import type { Mount } from '../cri/gen/messages.ts'

/** A mount as a kubelet asks for most of them. */
export function bindMount(host_path: string, container_path: string): Mount {
  return {
    host_path,
    container_path,
    readonly: false,
    selinux_relabel: false,
    propagation: 'PROPAGATION_PRIVATE',
    uidMappings: [],
    gidMappings: [],
    recursive_read_only: false,
    image: null,
    image_sub_path: '',
  }
}
