// Generated from spec/cri-v1.json and api.proto by scripts/generate-cri.ts.

/** Transport protocol of a port. */
export type Protocol =
  | 'TCP'
  | 'UDP'
  | 'SCTP'

/** Which way mounts made later below a mount are seen. */
export type MountPropagation =
  /** Neither side sees the other's. */
  | 'PROPAGATION_PRIVATE'
  /** The container sees what the host mounts (rslave). */
  | 'PROPAGATION_HOST_TO_CONTAINER'
  /** Both see each other's (rshared). */
  | 'PROPAGATION_BIDIRECTIONAL'

/** Whose namespace a container gets. */
export type NamespaceMode =
  /** Shared by all containers of the pod. */
  | 'POD'
  /** The container's own. */
  | 'CONTAINER'
  /** The host's. */
  | 'NODE'
  /** That of the container named by `target_id`; of the PID namespace only. */
  | 'TARGET'

/** Where a process's further groups come from. */
export type SupplementalGroupsPolicy =
  /** From the request and from the image's group file. */
  | 'Merge'
  /** From the request alone. */
  | 'Strict'

/** Where a profile comes from. */
export type SecurityProfile_ProfileType =
  | 'RuntimeDefault'
  | 'Unconfined'
  | 'Localhost'

/** Whether a pod works. There is no third state: whatever is not ready is not ready. */
export type PodSandboxState =
  | 'SANDBOX_READY'
  | 'SANDBOX_NOTREADY'

/** A stop signal; the numbers are the CRI's own, not Linux's. */
export type Signal =
  /** The image's STOPSIGNAL, else TERM. As a status it says that none was asked for. */
  | 'SIGNAL_RUNTIME_DEFAULT'
  | 'SIGNAL_SIGABRT'
  | 'SIGNAL_SIGALRM'
  | 'SIGNAL_SIGBUS'
  | 'SIGNAL_SIGCHLD'
  | 'SIGNAL_SIGCLD'
  | 'SIGNAL_SIGCONT'
  | 'SIGNAL_SIGFPE'
  | 'SIGNAL_SIGHUP'
  | 'SIGNAL_SIGILL'
  | 'SIGNAL_SIGINT'
  | 'SIGNAL_SIGIO'
  | 'SIGNAL_SIGIOT'
  | 'SIGNAL_SIGKILL'
  | 'SIGNAL_SIGPIPE'
  | 'SIGNAL_SIGPOLL'
  | 'SIGNAL_SIGPROF'
  | 'SIGNAL_SIGPWR'
  | 'SIGNAL_SIGQUIT'
  | 'SIGNAL_SIGSEGV'
  | 'SIGNAL_SIGSTKFLT'
  | 'SIGNAL_SIGSTOP'
  | 'SIGNAL_SIGSYS'
  | 'SIGNAL_SIGTERM'
  | 'SIGNAL_SIGTRAP'
  | 'SIGNAL_SIGTSTP'
  | 'SIGNAL_SIGTTIN'
  | 'SIGNAL_SIGTTOU'
  | 'SIGNAL_SIGURG'
  | 'SIGNAL_SIGUSR1'
  | 'SIGNAL_SIGUSR2'
  | 'SIGNAL_SIGVTALRM'
  | 'SIGNAL_SIGWINCH'
  | 'SIGNAL_SIGXCPU'
  | 'SIGNAL_SIGXFSZ'
  | 'SIGNAL_SIGRTMIN'
  | 'SIGNAL_SIGRTMINPLUS1'
  | 'SIGNAL_SIGRTMINPLUS2'
  | 'SIGNAL_SIGRTMINPLUS3'
  | 'SIGNAL_SIGRTMINPLUS4'
  | 'SIGNAL_SIGRTMINPLUS5'
  | 'SIGNAL_SIGRTMINPLUS6'
  | 'SIGNAL_SIGRTMINPLUS7'
  | 'SIGNAL_SIGRTMINPLUS8'
  | 'SIGNAL_SIGRTMINPLUS9'
  | 'SIGNAL_SIGRTMINPLUS10'
  | 'SIGNAL_SIGRTMINPLUS11'
  | 'SIGNAL_SIGRTMINPLUS12'
  | 'SIGNAL_SIGRTMINPLUS13'
  | 'SIGNAL_SIGRTMINPLUS14'
  | 'SIGNAL_SIGRTMINPLUS15'
  | 'SIGNAL_SIGRTMAXMINUS14'
  | 'SIGNAL_SIGRTMAXMINUS13'
  | 'SIGNAL_SIGRTMAXMINUS12'
  | 'SIGNAL_SIGRTMAXMINUS11'
  | 'SIGNAL_SIGRTMAXMINUS10'
  | 'SIGNAL_SIGRTMAXMINUS9'
  | 'SIGNAL_SIGRTMAXMINUS8'
  | 'SIGNAL_SIGRTMAXMINUS7'
  | 'SIGNAL_SIGRTMAXMINUS6'
  | 'SIGNAL_SIGRTMAXMINUS5'
  | 'SIGNAL_SIGRTMAXMINUS4'
  | 'SIGNAL_SIGRTMAXMINUS3'
  | 'SIGNAL_SIGRTMAXMINUS2'
  | 'SIGNAL_SIGRTMAXMINUS1'
  | 'SIGNAL_SIGRTMAX'

/** Where in its life a container is. */
export type ContainerState =
  | 'CONTAINER_CREATED'
  | 'CONTAINER_RUNNING'
  | 'CONTAINER_EXITED'
  /** The runtime lost track; a kubelet kills such a container. */
  | 'CONTAINER_UNKNOWN'

/** What happened to a container or a pod. */
export type ContainerEventType =
  | 'CONTAINER_CREATED_EVENT'
  | 'CONTAINER_STARTED_EVENT'
  | 'CONTAINER_STOPPED_EVENT'
  /** It was removed. */
  | 'CONTAINER_DELETED_EVENT'

/** How a metric develops. */
export type MetricType =
  /** Never falls while its object lives. */
  | 'COUNTER'
  /** May rise and fall. */
  | 'GAUGE'

/** Who manages cgroups; kubelet and runtime have to agree. The default is systemd. */
export type CgroupDriver =
  | 'SYSTEMD'
  | 'CGROUPFS'

/** Asks who the runtime is. */
export interface VersionRequest {
  /** Version of the kubelet's own runtime API, historical: `0.1.0`. */
  version: string
}

/** Names the runtime. A kubelet fails when any field is empty. */
export interface VersionResponse {
  /** The version of the kubelet's runtime API as the runtime sees it. */
  version: string
  runtime_name: string
  /** The runtime's own; must be a semantic version. */
  runtime_version: string
  /** The CRI's: `v1`. */
  runtime_api_version: string
}

/** What the pod's resolv.conf holds. Unset: what the host's holds. */
export interface DNSConfig {
  servers: string[]
  searches: string[]
  options: string[]
}

/** A port of the pod, and where the host offers it. */
export interface PortMapping {
  protocol: Protocol
  /** From 1 to 65535. */
  container_port: number
  /** 0: not offered on the host. */
  host_port: number
  /** Empty: all addresses of the host. */
  host_ip: string
}

/** Something of the host, or an image, mounted into a container. */
export interface Mount {
  /** Absolute, within the container. */
  container_path: string
  /** Absolute, on the host; links are followed. Empty where `image` is set. */
  host_path: string
  readonly: boolean
  /** Whether the runtime labels the source for the container. */
  selinux_relabel: boolean
  propagation: MountPropagation
  /** For an idmapped mount in a pod with a user namespace. */
  uidMappings: IDMapping[]
  gidMappings: IDMapping[]
  /** Read-only below too. Needs `readonly`, private propagation and the handler's feature, else an error. */
  recursive_read_only: boolean
  /** Mounts this image's files, always read-only, in place of `host_path`. */
  image: ImageSpec | null
  /** Relative, within the image; empty: its root. */
  image_sub_path: string
}

/** A range of ids that a user namespace maps. */
export interface IDMapping {
  /** The first on the host. */
  host_id: number
  /** The first within the namespace. */
  container_id: number
  /** How many. */
  length: number
}

/** The user namespace of a pod. */
export interface UserNamespace {
  /** POD: one for the pod, with the maps below; NODE: none. */
  mode: NamespaceMode
  /** Exactly one range, in today's Kubernetes, for POD; none for NODE. */
  uids: IDMapping[]
  gids: IDMapping[]
}

/** Which namespaces a pod or container shares with whom. */
export interface NamespaceOption {
  /** POD or NODE; decided for the pod, containers follow. */
  network: NamespaceMode
  /** All modes but, for a pod itself, TARGET. A kubelet asks for CONTAINER unless told otherwise. */
  pid: NamespaceMode
  /** POD or NODE. */
  ipc: NamespaceMode
  /** The id of the container whose PID namespace TARGET means. */
  target_id: string
  /** Unset: no user namespace. */
  userns_options: UserNamespace | null
}

/** A number that may be unset, other than 0. */
export interface Int64Value {
  value: bigint
}

/** Privileges of the pod itself: what its pause process runs as. */
export interface LinuxSandboxSecurityContext {
  namespace_options: NamespaceOption | null
  selinux_options: SELinuxOption | null
  /** A uid. Unset: the runtime's choice. */
  run_as_user: Int64Value | null
  /** A gid, only together with a user. */
  run_as_group: Int64Value | null
  readonly_rootfs: boolean
  /** Further gids, beside the user's own. */
  supplemental_groups: bigint[]
  supplemental_groups_policy: SupplementalGroupsPolicy
  /** Whether privileged containers may be made in the pod. */
  privileged: boolean
  seccomp: SecurityProfile | null
  apparmor: SecurityProfile | null
  /** An older form of `seccomp`. */
  seccomp_profile_path: string
}

/** A seccomp or AppArmor profile. */
export interface SecurityProfile {
  profile_type: SecurityProfile_ProfileType
  /** With Localhost: seccomp takes a path on the host, AppArmor the name of a loaded profile. */
  localhost_ref: string
}

/** What only a Linux pod has. */
export interface LinuxPodSandboxConfig {
  /** The pod's cgroup, made by the kubelet: a path for cgroupfs, a slice for systemd. */
  cgroup_parent: string
  security_context: LinuxSandboxSecurityContext | null
  /** By name with dots or slashes; set in the pod's namespaces, never on the host. */
  sysctls: Record<string, string>
  /** What the pod takes beside its containers; a hint, chiefly for handlers with VMs. */
  overhead: LinuxContainerResources | null
  /** The sum over its containers; a hint of the same kind. */
  resources: LinuxContainerResources | null
}

/** What makes a pod unique: two with all four alike cannot be. */
export interface PodSandboxMetadata {
  /** The pod's name in Kubernetes. */
  name: string
  /** The pod's uid in Kubernetes. */
  uid: string
  namespace: string
  /** Counts the sandboxes made for the same pod, from 0. */
  attempt: number
}

/** What a pod is asked to be. */
export interface PodSandboxConfig {
  metadata: PodSandboxMetadata | null
  /** Empty with the host's network: then it is the host's. */
  hostname: string
  /** Absolute; every container's log lies below it. */
  log_directory: string
  dns_config: DNSConfig | null
  port_mappings: PortMapping[]
  /** For a kubelet to find the pod by; answered as given. */
  labels: Record<string, string>
  /** Answered as given; some runtimes also take settings from them. */
  annotations: Record<string, string>
  linux: LinuxPodSandboxConfig | null
  windows: WindowsPodSandboxConfig | null
}

/** Asks for a pod. */
export interface RunPodSandboxRequest {
  config: PodSandboxConfig | null
  /** Empty: the default one. An unknown one is refused. */
  runtime_handler: string
}

/** Names the pod made. */
export interface RunPodSandboxResponse {
  /** Chosen by the runtime, never empty, valid until the pod is removed. */
  pod_sandbox_id: string
}

/** Names the pod to stop. */
export interface StopPodSandboxRequest {
  pod_sandbox_id: string
}

/** Holds nothing. */
export interface StopPodSandboxResponse {
}

/** Names the pod to remove. */
export interface RemovePodSandboxRequest {
  pod_sandbox_id: string
}

/** Holds nothing. */
export interface RemovePodSandboxResponse {
}

/** Names the pod to tell of. */
export interface PodSandboxStatusRequest {
  pod_sandbox_id: string
  /** Asks for `info` too. */
  verbose: boolean
}

/** An address of a pod. */
export interface PodIP {
  /** IPv4 or IPv6, without a mask. */
  ip: string
}

/** The addresses of a pod. */
export interface PodSandboxNetworkStatus {
  /** The primary one; empty with the host's network. */
  ip: string
  /** Of the other family, in a dual-stack cluster. */
  additional_ips: PodIP[]
}

/** The namespaces of a pod as asked for. */
export interface Namespace {
  options: NamespaceOption | null
}

/** What only a Linux pod tells. */
export interface LinuxPodSandboxStatus {
  namespaces: Namespace | null
}

/** A pod as the runtime sees it. */
export interface PodSandboxStatus {
  id: string
  /** As given. */
  metadata: PodSandboxMetadata | null
  state: PodSandboxState
  /** In nanoseconds since the epoch, never 0; a kubelet orders a pod's sandboxes by it. */
  created_at: bigint
  /** Unset or without address where the pod has no network of its own. */
  network: PodSandboxNetworkStatus | null
  linux: LinuxPodSandboxStatus | null
  labels: Record<string, string>
  annotations: Record<string, string>
  /** The one asked for; empty for the default. */
  runtime_handler: string
}

/** Tells of one pod. */
export interface PodSandboxStatusResponse {
  status: PodSandboxStatus | null
  /** Free text by key, for people; only where verbose was asked for. */
  info: Record<string, string>
  /** All its containers. Read only by a kubelet that lives on events. */
  containers_statuses: ContainerStatus[]
  /** When this was true, in nanoseconds since the epoch; 0 where events are not offered. */
  timestamp: bigint
}

/** A state that may be unset, so that a filter need not name one. */
export interface PodSandboxStateValue {
  state: PodSandboxState
}

/** Which pods to list: all that is set has to match. */
export interface PodSandboxFilter {
  /** The whole id, or a unique part where the runtime offers that. */
  id: string
  state: PodSandboxStateValue | null
  /** Every pair has to be among the pod's labels. */
  label_selector: Record<string, string>
}

/** Asks for pods; without filter for all. */
export interface ListPodSandboxRequest {
  filter: PodSandboxFilter | null
}

/** A pod in a list. */
export interface PodSandbox {
  id: string
  metadata: PodSandboxMetadata | null
  state: PodSandboxState
  /** In nanoseconds since the epoch. */
  created_at: bigint
  labels: Record<string, string>
  annotations: Record<string, string>
  /** The one asked for; empty for the default. */
  runtime_handler: string
}

/** Lists pods in no order one may rely on. */
export interface ListPodSandboxResponse {
  items: PodSandbox[]
}

/** Asks for pods in parts. */
export interface StreamPodSandboxesRequest {
  filter: PodSandboxFilter | null
}

/** One part of the list of pods. */
export interface StreamPodSandboxesResponse {
  pod_sandboxes: PodSandbox[]
}

/** Names the pod to measure. */
export interface PodSandboxStatsRequest {
  pod_sandbox_id: string
}

/** Tells the figures of one pod. */
export interface PodSandboxStatsResponse {
  stats: PodSandboxStats | null
}

/** Which pods to measure: all that is set has to match. */
export interface PodSandboxStatsFilter {
  id: string
  label_selector: Record<string, string>
}

/** Asks for figures of pods. */
export interface ListPodSandboxStatsRequest {
  filter: PodSandboxStatsFilter | null
}

/** Lists figures of pods. */
export interface ListPodSandboxStatsResponse {
  stats: PodSandboxStats[]
}

/** Asks for figures of pods in parts. */
export interface StreamPodSandboxStatsRequest {
  filter: PodSandboxStatsFilter | null
}

/** One part of the figures of pods. */
export interface StreamPodSandboxStatsResponse {
  pod_sandbox_stats: PodSandboxStats[]
}

/** Which pod the figures are of. */
export interface PodSandboxAttributes {
  id: string
  metadata: PodSandboxMetadata | null
  labels: Record<string, string>
  annotations: Record<string, string>
}

/** Figures of a pod, either Linux's or Windows's. */
export interface PodSandboxStats {
  attributes: PodSandboxAttributes | null
  linux: LinuxPodSandboxStats | null
  windows: WindowsPodSandboxStats | null
}

/** Figures of a Linux pod, from its cgroup and its network namespace. */
export interface LinuxPodSandboxStats {
  cpu: CpuUsage | null
  memory: MemoryUsage | null
  network: NetworkUsage | null
  process: ProcessUsage | null
  /** Its running containers, measured along with it. */
  containers: ContainerStats[]
  io: IoUsage | null
}

/** Figures of a Windows pod. */
export interface WindowsPodSandboxStats {
  cpu: WindowsCpuUsage | null
  memory: WindowsMemoryUsage | null
  network: WindowsNetworkUsage | null
  process: WindowsProcessUsage | null
  containers: WindowsContainerStats[]
}

/** Traffic of a pod. */
export interface NetworkUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  default_interface: NetworkInterfaceUsage | null
  /** The others, beside the default one. */
  interfaces: NetworkInterfaceUsage[]
}

/** Traffic of a Windows pod. */
export interface WindowsNetworkUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  default_interface: WindowsNetworkInterfaceUsage | null
  interfaces: WindowsNetworkInterfaceUsage[]
}

/** Counters of one interface since it was made, as seen from within the pod. */
export interface NetworkInterfaceUsage {
  name: string
  rx_bytes: UInt64Value | null
  rx_errors: UInt64Value | null
  tx_bytes: UInt64Value | null
  tx_errors: UInt64Value | null
}

/** Counters of one interface of a Windows pod. */
export interface WindowsNetworkInterfaceUsage {
  name: string
  rx_bytes: UInt64Value | null
  rx_packets_dropped: UInt64Value | null
  tx_bytes: UInt64Value | null
  tx_packets_dropped: UInt64Value | null
}

/** How many processes a pod has. */
export interface ProcessUsage {
  /** When they were counted, in nanoseconds since the epoch. */
  timestamp: bigint
  process_count: UInt64Value | null
}

/** How many processes a Windows pod has. */
export interface WindowsProcessUsage {
  /** When they were counted, in nanoseconds since the epoch. */
  timestamp: bigint
  process_count: UInt64Value | null
}

/** Names an image. */
export interface ImageSpec {
  /** In requests a reference or an id. Of a container the runtime answers what was given or a name for it. */
  image: string
  annotations: Record<string, string>
  /** As the pod's author wrote it, when a kubelet names the image by id in `image`. */
  user_specified_image: string
  /** The handler the image is meant for, where each has images of its own. */
  runtime_handler: string
  /** An id that stays the same, as PullImage answers it. */
  image_ref: string
}

/** An environment variable. */
export interface KeyValue {
  key: string
  /** Any bytes but 0. A string up to Kubernetes 1.33, the same on the wire. */
  value: Uint8Array
}

/** Limits of a container. 0 or empty leaves a limit as it is, or to the runtime. */
export interface LinuxContainerResources {
  /** In microseconds. */
  cpu_period: bigint
  /** CPU time per period, in microseconds; -1: no limit. */
  cpu_quota: bigint
  /** Weight against other containers, in cgroup v1's scale of 2 to 262144. */
  cpu_shares: bigint
  /** In bytes. */
  memory_limit_in_bytes: bigint
  /** From -1000 to 1000; here 0 is a value like any other. */
  oom_score_adj: bigint
  /** A list such as `0-2,7`. */
  cpuset_cpus: string
  /** Memory nodes, in the same form. */
  cpuset_mems: string
  hugepage_limits: HugepageLimit[]
  /** Files of cgroup v2 by name, with what to write into them. */
  unified: Record<string, string>
  /** Memory and swap together, in bytes; equal to the memory limit: no swap. */
  memory_swap_limit_in_bytes: bigint
}

/** Limit of huge pages of one size. */
export interface HugepageLimit {
  /** As the kernel names it in cgroup files: `2MB`, `1GB`. */
  page_size: string
  /** In bytes. */
  limit: bigint
}

/** The four parts of an SELinux label. */
export interface SELinuxOption {
  user: string
  role: string
  type: string
  level: string
}

/** Capabilities, without the prefix `CAP_`. */
export interface Capability {
  /** `ALL` stands for every one. */
  add_capabilities: string[]
  /** `ALL` stands for every one. */
  drop_capabilities: string[]
  /** Kept by a process that is not root, and its children. */
  add_ambient_capabilities: string[]
}

/** Privileges of a container. */
export interface LinuxContainerSecurityContext {
  /** Changes to the runtime's default set; a privileged container has all. */
  capabilities: Capability | null
  /** Every device, capability and kernel file; only in a privileged pod. */
  privileged: boolean
  /** As the pod's, but for PID modes CONTAINER and TARGET. */
  namespace_options: NamespaceOption | null
  selinux_options: SELinuxOption | null
  /** A uid; only one of it and `run_as_username` is set. */
  run_as_user: Int64Value | null
  /** A gid, only together with a user. */
  run_as_group: Int64Value | null
  /** A name that the image's passwd file has to know. */
  run_as_username: string
  /** Whether the root file system refuses writes; mounts are not meant. */
  readonly_rootfs: boolean
  /** Further gids, beside the primary one. */
  supplemental_groups: bigint[]
  supplemental_groups_policy: SupplementalGroupsPolicy
  /** Whether programs such as setuid ones gain nothing. */
  no_new_privs: boolean
  /** Paths that read as empty. The kubelet gives the whole list, an empty one for an unmasked proc. */
  masked_paths: string[]
  /** Paths that refuse writes; given as a whole too. */
  readonly_paths: string[]
  seccomp: SecurityProfile | null
  apparmor: SecurityProfile | null
  /** An older form of `apparmor`. */
  apparmor_profile: string
  /** An older form of `seccomp`. */
  seccomp_profile_path: string
}

/** What only a Linux container has. */
export interface LinuxContainerConfig {
  resources: LinuxContainerResources | null
  security_context: LinuxContainerSecurityContext | null
}

/** Who a container's first process began as; it may have changed since. */
export interface LinuxContainerUser {
  uid: bigint
  gid: bigint
  /** The groups it really has, the image's among them. */
  supplemental_groups: bigint[]
}

/** Namespaces of a Windows pod. */
export interface WindowsNamespaceOption {
  /** POD or NODE. */
  network: NamespaceMode
}

/** Privileges of a Windows pod. */
export interface WindowsSandboxSecurityContext {
  run_as_username: string
  /** The text of a credential spec, not a path. */
  credential_spec: string
  /** Whether containers run on the host itself; all of a pod do or none. */
  host_process: boolean
  namespace_options: WindowsNamespaceOption | null
}

/** What only a Windows pod has. */
export interface WindowsPodSandboxConfig {
  security_context: WindowsSandboxSecurityContext | null
}

/** Privileges of a Windows container. */
export interface WindowsContainerSecurityContext {
  run_as_username: string
  /** The text of a credential spec, not a path. */
  credential_spec: string
  host_process: boolean
}

/** What only a Windows container has. */
export interface WindowsContainerConfig {
  resources: WindowsContainerResources | null
  security_context: WindowsContainerSecurityContext | null
}

/** Limits of a Windows container; 0 leaves them to the runtime. */
export interface WindowsContainerResources {
  /** Weight against other containers. */
  cpu_shares: bigint
  /** How many CPUs. */
  cpu_count: bigint
  /** Share of all CPUs in hundredths of a percent. */
  cpu_maximum: bigint
  /** In bytes. */
  memory_limit_in_bytes: bigint
  /** Size of the scratch layer, in bytes. */
  rootfs_size_in_bytes: bigint
  affinity_cpus: WindowsCpuGroupAffinity[]
}

/** CPUs of one processor group. */
export interface WindowsCpuGroupAffinity {
  /** One bit per CPU. */
  cpu_mask: bigint
  cpu_group: number
}

/** What makes a container unique within its pod: two with both alike cannot be. */
export interface ContainerMetadata {
  /** The container's name in the pod's spec. */
  name: string
  /** Counts restarts, from 0. */
  attempt: number
}

/** A device of the host that a container gets. */
export interface Device {
  container_path: string
  host_path: string
  /** Of `r`, `w` and `m` (mknod). */
  permissions: string
}

/** A device described by a CDI file on the host. */
export interface CDIDevice {
  /** Qualified: `vendor.com/class=name`. One that no file describes is refused. */
  name: string
}

/** What a container is asked to be. */
export interface ContainerConfig {
  metadata: ContainerMetadata | null
  /** Has to be on the node already: creating pulls nothing. */
  image: ImageSpec | null
  /** In place of the image's entrypoint; the image's arguments then fall away too. */
  command: string[]
  /** In place of the image's arguments. */
  args: string[]
  /** Empty: the image's. */
  working_dir: string
  /** In order; they win over the image's. */
  envs: KeyValue[]
  mounts: Mount[]
  devices: Device[]
  /** For a kubelet to find the container by; answered as given. */
  labels: Record<string, string>
  /** Answered as given; some runtimes also take settings from them. */
  annotations: Record<string, string>
  /** Relative to the pod's log directory. */
  log_path: string
  /** Whether stdin stays open for Attach. */
  stdin: boolean
  /** Whether stdin closes when the first to attach leaves. */
  stdin_once: boolean
  /** Whether it has a terminal; then stdout carries stderr too. */
  tty: boolean
  linux: LinuxContainerConfig | null
  windows: WindowsContainerConfig | null
  /** By name; annotations that name the same device add nothing. */
  CDI_devices: CDIDevice[]
  /** In place of the image's. */
  stop_signal: Signal
}

/** Asks for a container. */
export interface CreateContainerRequest {
  pod_sandbox_id: string
  config: ContainerConfig | null
  /** The config the pod was made with, again. */
  sandbox_config: PodSandboxConfig | null
}

/** Names the container made. */
export interface CreateContainerResponse {
  /** Chosen by the runtime, never empty, valid until the container is removed. */
  container_id: string
}

/** Names the container to start. */
export interface StartContainerRequest {
  container_id: string
}

/** Holds nothing. */
export interface StartContainerResponse {
}

/** Names the container to stop. */
export interface StopContainerRequest {
  container_id: string
  /** Grace period in seconds; 0 kills at once. */
  timeout: bigint
}

/** Holds nothing. */
export interface StopContainerResponse {
}

/** Names the container to remove. */
export interface RemoveContainerRequest {
  container_id: string
}

/** Holds nothing. */
export interface RemoveContainerResponse {
}

/** A state that may be unset, so that a filter need not name one. */
export interface ContainerStateValue {
  state: ContainerState
}

/** Which containers to list: all that is set has to match. */
export interface ContainerFilter {
  /** The whole id, or a unique part where the runtime offers that. */
  id: string
  state: ContainerStateValue | null
  pod_sandbox_id: string
  /** Every pair has to be among the container's labels. */
  label_selector: Record<string, string>
}

/** Asks for containers; without filter for all, exited ones too. */
export interface ListContainersRequest {
  filter: ContainerFilter | null
}

/** A container in a list. */
export interface Container {
  id: string
  pod_sandbox_id: string
  metadata: ContainerMetadata | null
  /** As given when it was created. */
  image: ImageSpec | null
  /** Names the image used in a form that the node knows it by. */
  image_ref: string
  state: ContainerState
  /** In nanoseconds since the epoch. */
  created_at: bigint
  labels: Record<string, string>
  annotations: Record<string, string>
  /** The image's id as ListImages tells it; keeps images in use from being collected. */
  image_id: string
}

/** Lists containers in no order one may rely on. */
export interface ListContainersResponse {
  containers: Container[]
}

/** Asks for containers in parts. */
export interface StreamContainersRequest {
  filter: ContainerFilter | null
}

/** One part of the list of containers. */
export interface StreamContainersResponse {
  containers: Container[]
}

/** Names the container to tell of. */
export interface ContainerStatusRequest {
  container_id: string
  /** Asks for `info` too. */
  verbose: boolean
}

/** A container as the runtime sees it. */
export interface ContainerStatus {
  id: string
  metadata: ContainerMetadata | null
  state: ContainerState
  /** In nanoseconds since the epoch, never 0. */
  created_at: bigint
  /** In nanoseconds since the epoch; 0 before it was started. */
  started_at: bigint
  /** In nanoseconds since the epoch; 0 before it ended. */
  finished_at: bigint
  /** Means something once it has exited; 128 and the signal's number for a killed one. */
  exit_code: number
  image: ImageSpec | null
  image_ref: string
  /** One CamelCase word. A kubelet looks for `OOMKilled`; others are `Completed` and `Error`. */
  reason: string
  /** For people: why it is in its state. */
  message: string
  labels: Record<string, string>
  annotations: Record<string, string>
  mounts: Mount[]
  /** Absolute, on the host; a kubelet reads and rotates it there. */
  log_path: string
  /** The limits in force; a kubelet compares them when a pod is resized. */
  resources: ContainerResources | null
  /** The image's id as ListImages tells it. */
  image_id: string
  /** Who it runs as; unset where the runtime does not tell. */
  user: ContainerUser | null
  /** What StopContainer sends, wherever it comes from. */
  stop_signal: Signal
}

/** Tells of one container. */
export interface ContainerStatusResponse {
  status: ContainerStatus | null
  /** Free text by key, for people; only where verbose was asked for. */
  info: Record<string, string>
}

/** The limits of a container, either Linux's or Windows's. */
export interface ContainerResources {
  linux: LinuxContainerResources | null
  windows: WindowsContainerResources | null
}

/** Who a container runs as. */
export interface ContainerUser {
  linux: LinuxContainerUser | null
}

/** Asks for other limits of a container that has not exited. */
export interface UpdateContainerResourcesRequest {
  container_id: string
  linux: LinuxContainerResources | null
  windows: WindowsContainerResources | null
  /** For the runtime alone; the container's own do not change. */
  annotations: Record<string, string>
}

/** Holds nothing. */
export interface UpdateContainerResourcesResponse {
}

/** Asks for a command to be run; its words are not given to a shell. */
export interface ExecSyncRequest {
  container_id: string
  cmd: string[]
  /** In seconds; 0: none. Then the command is killed and the call fails, best with DEADLINE_EXCEEDED. */
  timeout: bigint
}

/** Tells how a command went; an exit code other than 0 is no error of the call. */
export interface ExecSyncResponse {
  /** As bytes; runtimes bound it, some at 16 MiB. */
  stdout: Uint8Array
  stderr: Uint8Array
  exit_code: number
}

/** Asks for a streamed command. At least one of the three streams is due. */
export interface ExecRequest {
  container_id: string
  cmd: string[]
  tty: boolean
  stdin: boolean
  stdout: boolean
  /** Not with `tty`: a terminal has one output. */
  stderr: boolean
}

/** Tells where to stream a command. */
export interface ExecResponse {
  /** Absolute, good for one connection, and for a short while only. */
  url: string
}

/** Asks for a stream to a container's main process. At least one of the three streams is due. */
export interface AttachRequest {
  container_id: string
  stdin: boolean
  /** Has to be as the container was made. */
  tty: boolean
  stdout: boolean
  /** Not with `tty`: a terminal has one output. */
  stderr: boolean
}

/** Tells where to stream. */
export interface AttachResponse {
  /** Absolute, good for one connection, and for a short while only. */
  url: string
}

/** Asks for forwarding into a pod. */
export interface PortForwardRequest {
  pod_sandbox_id: string
  /** Read only by a runtime that streams over WebSockets; with SPDY each stream names its own. */
  port: number[]
}

/** Tells where to forward. */
export interface PortForwardResponse {
  /** Absolute, good for one connection, and for a short while only. */
  url: string
}

/** Which images to list. */
export interface ImageFilter {
  /** Any of the image's names, or its id. */
  image: ImageSpec | null
}

/** Asks for images; without filter for all. */
export interface ListImagesRequest {
  filter: ImageFilter | null
}

/** An image on the node. */
export interface Image {
  /** Stays the same whatever its names; a kubelet tells images apart by it. */
  id: string
  /** Names such as `registry/repo:tag`; empty for an image known by digest only. */
  repo_tags: string[]
  /** Names such as `registry/repo@sha256:…`. */
  repo_digests: string[]
  /** On disk, in bytes, never 0. */
  size: bigint
  /** The user of its config, where that is a number. */
  uid: Int64Value | null
  /** The user of its config, where that is a name; then `uid` is unset. */
  username: string
  spec: ImageSpec | null
  /** Whether a kubelet's garbage collection must leave it alone. */
  pinned: boolean
}

/** Lists images, one entry for each id. */
export interface ListImagesResponse {
  images: Image[]
}

/** Asks for images in parts. */
export interface StreamImagesRequest {
  filter: ImageFilter | null
}

/** One part of the list of images. */
export interface StreamImagesResponse {
  images: Image[]
}

/** Names the image to tell of. */
export interface ImageStatusRequest {
  image: ImageSpec | null
  /** Asks for `info` too. */
  verbose: boolean
}

/** Tells of one image. */
export interface ImageStatusResponse {
  /** Unset where it is not on the node. */
  image: Image | null
  /** Free text by key, for people; only where verbose was asked for. */
  info: Record<string, string>
}

/** How to prove to a registry who asks. Nothing of it belongs into a log. */
export interface AuthConfig {
  username: string
  password: string
  /** User and password with a colon between, in base64. */
  auth: string
  /** The registry these are for; empty: the image's. */
  server_address: string
  /** To be exchanged for a token of the registry. */
  identity_token: string
  /** To be sent to the registry as a bearer token. */
  registry_token: string
}

/** Names the image to bring. */
export interface PullImageRequest {
  image: ImageSpec | null
  /** Unset: without credentials, or with those of the runtime's own. */
  auth: AuthConfig | null
  /** Of the pod it is for. */
  sandbox_config: PodSandboxConfig | null
}

/** Names the image brought. */
export interface PullImageResponse {
  /** Its id or a digest reference, never empty; the kubelet makes the container with it. */
  image_ref: string
}

/** Names the image to remove. */
export interface RemoveImageRequest {
  image: ImageSpec | null
}

/** Holds nothing. */
export interface RemoveImageResponse {
}

/** The node's network. */
export interface NetworkConfig {
  /** Range of the pods' addresses; two with a comma between in a dual-stack cluster. */
  pod_cidr: string
}

/** Settings of the node. */
export interface RuntimeConfig {
  network_config: NetworkConfig | null
}

/** Hands over the node's settings. */
export interface UpdateRuntimeConfigRequest {
  runtime_config: RuntimeConfig | null
}

/** Holds nothing. */
export interface UpdateRuntimeConfigResponse {
}

/** One thing that is, or is not, in order. */
export interface RuntimeCondition {
  /** A kubelet needs `RuntimeReady` and `NetworkReady`; others are for people. */
  type: string
  status: boolean
  /** One CamelCase word, for why it is not. */
  reason: string
  /** The same for people. */
  message: string
}

/** Whether the runtime can do its work. */
export interface RuntimeStatus {
  conditions: RuntimeCondition[]
}

/** Asks how the runtime is. */
export interface StatusRequest {
  /** Asks for `info` too. */
  verbose: boolean
}

/** What a handler can do. */
export interface RuntimeHandlerFeatures {
  /** A kubelet refuses pods that demand it where this is false. */
  recursive_read_only_mounts: boolean
  /** A kubelet refuses pods with a user namespace where this is false. */
  user_namespaces: boolean
}

/** A handler a pod may ask for. */
export interface RuntimeHandler {
  /** Empty for the default one, which has an entry of its own. */
  name: string
  features: RuntimeHandlerFeatures | null
}

/** What the runtime can do with any handler. */
export interface RuntimeFeatures {
  /** Whether it heeds that field, and tells each container's user. */
  supplemental_groups_policy: boolean
  /** Whether a pod may have the host's network beside a user namespace. */
  user_namespaces_host_network: boolean
}

/** Tells how the runtime is. */
export interface StatusResponse {
  status: RuntimeStatus | null
  /** Free text by key, for people; only where verbose was asked for. */
  info: Record<string, string>
  runtime_handlers: RuntimeHandler[]
  /** Unset where the runtime is too old to tell. */
  features: RuntimeFeatures | null
}

/** Asks how full the file systems are. */
export interface ImageFsInfoRequest {
}

/** A number that may be unset, other than 0. */
export interface UInt64Value {
  value: bigint
}

/** Names a file system. */
export interface FilesystemIdentifier {
  /** A folder on it, which has to exist: the kubelet looks up its size. */
  mountpoint: string
}

/** How much of a file system is taken. */
export interface FilesystemUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  fs_id: FilesystemIdentifier | null
  /** In bytes: by images, by containers, or by one container's writable layer. */
  used_bytes: UInt64Value | null
  /** Unset on file systems without inodes. */
  inodes_used: UInt64Value | null
}

/** How much of a Windows file system is taken. */
export interface WindowsFilesystemUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  fs_id: FilesystemIdentifier | null
  used_bytes: UInt64Value | null
}

/** Tells of the file systems. At least one of images is due. */
export interface ImageFsInfoResponse {
  image_filesystems: FilesystemUsage[]
  /** The same as of images, unless writable layers lie elsewhere. */
  container_filesystems: FilesystemUsage[]
}

/** Names the container to measure. */
export interface ContainerStatsRequest {
  container_id: string
}

/** Tells the figures of one container. */
export interface ContainerStatsResponse {
  stats: ContainerStats | null
}

/** Asks for figures of containers. */
export interface ListContainerStatsRequest {
  filter: ContainerStatsFilter | null
}

/** Which containers to measure: all that is set has to match. */
export interface ContainerStatsFilter {
  id: string
  pod_sandbox_id: string
  label_selector: Record<string, string>
}

/** Lists figures of containers. */
export interface ListContainerStatsResponse {
  stats: ContainerStats[]
}

/** Asks for figures of containers in parts. */
export interface StreamContainerStatsRequest {
  filter: ContainerStatsFilter | null
}

/** One part of the figures of containers. */
export interface StreamContainerStatsResponse {
  container_stats: ContainerStats[]
}

/** Which container the figures are of. */
export interface ContainerAttributes {
  id: string
  metadata: ContainerMetadata | null
  labels: Record<string, string>
  annotations: Record<string, string>
}

/** Figures of a container. */
export interface ContainerStats {
  attributes: ContainerAttributes | null
  cpu: CpuUsage | null
  memory: MemoryUsage | null
  /** What the container wrote outside of its mounts. */
  writable_layer: FilesystemUsage | null
  swap: SwapUsage | null
  io: IoUsage | null
}

/** Figures of a Windows container. */
export interface WindowsContainerStats {
  attributes: ContainerAttributes | null
  cpu: WindowsCpuUsage | null
  memory: WindowsMemoryUsage | null
  writable_layer: WindowsFilesystemUsage | null
}

/** Pressure: time lost by waiting for a resource. */
export interface PsiStats {
  /** While nothing in the cgroup could work. */
  Full: PsiData | null
  /** While at least one task had to wait. */
  Some: PsiData | null
}

/** One line of a pressure file. */
export interface PsiData {
  /** Time lost since the cgroup was made, in nanoseconds; the kernel's own file counts microseconds. */
  Total: bigint
  /** Percent of the last 10 s; the others are of 60 s and 300 s. */
  Avg10: number
  Avg60: number
  Avg300: number
}

/** CPU time of a container or pod. */
export interface CpuUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  /** Over its whole life, over all cores, in nanoseconds; never falls. */
  usage_core_nano_seconds: UInt64Value | null
  /** A rate over a short window: 1000000000 is one core. Unset until there are two samples. */
  usage_nano_cores: UInt64Value | null
  psi: PsiStats | null
}

/** CPU time of a Windows container or pod. */
export interface WindowsCpuUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  /** Over its whole life, over all cores, in nanoseconds. */
  usage_core_nano_seconds: UInt64Value | null
  /** A rate over a short window: 1000000000 is one core. */
  usage_nano_cores: UInt64Value | null
}

/** Memory of a container or pod. */
export interface MemoryUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  /** Usage without inactive file cache; eviction looks at it. */
  working_set_bytes: UInt64Value | null
  /** The limit less the working set; unset without a limit. */
  available_bytes: UInt64Value | null
  /** All of it, file cache included. */
  usage_bytes: UInt64Value | null
  /** Anonymous memory. */
  rss_bytes: UInt64Value | null
  page_faults: UInt64Value | null
  major_page_faults: UInt64Value | null
  psi: PsiStats | null
}

/** Pressure on block devices. */
export interface IoUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  psi: PsiStats | null
}

/** Swap of a container. */
export interface SwapUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  /** What it may still take. */
  swap_available_bytes: UInt64Value | null
  swap_usage_bytes: UInt64Value | null
}

/** Memory of a Windows container or pod. */
export interface WindowsMemoryUsage {
  /** When it was measured, in nanoseconds since the epoch. */
  timestamp: bigint
  working_set_bytes: UInt64Value | null
  available_bytes: UInt64Value | null
  page_faults: UInt64Value | null
  commit_memory_bytes: UInt64Value | null
}

/** Names the container whose log was moved. */
export interface ReopenContainerLogRequest {
  container_id: string
}

/** Holds nothing; when it arrives, new lines go to the new file. */
export interface ReopenContainerLogResponse {
}

/** Names the container to checkpoint. */
export interface CheckpointContainerRequest {
  container_id: string
  /** Absolute path of the archive to write. */
  location: string
  /** In seconds; 0: the runtime's own. */
  timeout: bigint
}

/** Holds nothing. */
export interface CheckpointContainerResponse {
}

/** Subscribes to events; what happened before is not told. */
export interface GetEventsRequest {
}

/** An event. */
export interface ContainerEventResponse {
  /** Of the container, or of the pod where the event is about the pod. */
  container_id: string
  container_event_type: ContainerEventType
  /** When it happened, in nanoseconds since the epoch. */
  created_at: bigint
  /** The pod as it then was; may be unset once it is removed. */
  pod_sandbox_status: PodSandboxStatus | null
  /** All containers of the pod as they then were. */
  containers_statuses: ContainerStatus[]
}

/** Asks which metrics there are. */
export interface ListMetricDescriptorsRequest {
}

/** Lists which metrics there are; stays the same while the runtime runs. */
export interface ListMetricDescriptorsResponse {
  descriptors: MetricDescriptor[]
}

/** Describes a metric. */
export interface MetricDescriptor {
  name: string
  /** For people. */
  help: string
  /** In the order of the values in `Metric.label_values`. */
  label_keys: string[]
}

/** Asks for the metrics of all pods. */
export interface ListPodSandboxMetricsRequest {
}

/** Lists metrics by pod. */
export interface ListPodSandboxMetricsResponse {
  pod_metrics: PodSandboxMetrics[]
}

/** Asks for the metrics of all pods in parts. */
export interface StreamPodSandboxMetricsRequest {
}

/** One part of the metrics by pod. */
export interface StreamPodSandboxMetricsResponse {
  pod_sandbox_metrics: PodSandboxMetrics[]
}

/** Metrics of a pod. */
export interface PodSandboxMetrics {
  pod_sandbox_id: string
  /** Of the pod as a whole, such as its network. */
  metrics: Metric[]
  container_metrics: ContainerMetrics[]
}

/** Metrics of a container. */
export interface ContainerMetrics {
  container_id: string
  metrics: Metric[]
}

/** One figure. */
export interface Metric {
  /** That of a descriptor. */
  name: string
  /** When it was measured, in nanoseconds since the epoch; 0: when the answer was made. */
  timestamp: bigint
  metric_type: MetricType
  /** As many as the descriptor has keys, in their order. */
  label_values: string[]
  value: UInt64Value | null
}

/** Asks for settings to share. */
export interface RuntimeConfigRequest {
}

/** Tells settings to share. */
export interface RuntimeConfigResponse {
  /** Unset on other systems. */
  linux: LinuxRuntimeConfiguration | null
}

/** Settings to share on Linux. */
export interface LinuxRuntimeConfiguration {
  /** A kubelet takes it in place of its own setting. */
  cgroup_driver: CgroupDriver
}

/** Tells of a pod's new limits. */
export interface UpdatePodSandboxResourcesRequest {
  pod_sandbox_id: string
  /** What the pod takes beside its containers. */
  overhead: LinuxContainerResources | null
  /** The sum over its containers. */
  resources: LinuxContainerResources | null
}

/** Holds nothing. */
export interface UpdatePodSandboxResourcesResponse {
}
