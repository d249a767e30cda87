// Generated from spec/cri-v1.json by scripts/generate-cri.ts.

export type Protocol =
  | 'TCP'
  | 'UDP'
  | 'SCTP'

export type MountPropagation =
  | 'PROPAGATION_PRIVATE'
  | 'PROPAGATION_HOST_TO_CONTAINER'
  | 'PROPAGATION_BIDIRECTIONAL'

export type NamespaceMode =
  | 'POD'
  | 'CONTAINER'
  | 'NODE'
  | 'TARGET'

export type SupplementalGroupsPolicy =
  | 'Merge'
  | 'Strict'

export type SecurityProfile_ProfileType =
  | 'RuntimeDefault'
  | 'Unconfined'
  | 'Localhost'

export type PodSandboxState =
  | 'SANDBOX_READY'
  | 'SANDBOX_NOTREADY'

export type Signal =
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

export type ContainerState =
  | 'CONTAINER_CREATED'
  | 'CONTAINER_RUNNING'
  | 'CONTAINER_EXITED'
  | 'CONTAINER_UNKNOWN'

export type ContainerEventType =
  | 'CONTAINER_CREATED_EVENT'
  | 'CONTAINER_STARTED_EVENT'
  | 'CONTAINER_STOPPED_EVENT'
  | 'CONTAINER_DELETED_EVENT'

export type MetricType =
  | 'COUNTER'
  | 'GAUGE'

export type CgroupDriver =
  | 'SYSTEMD'
  | 'CGROUPFS'

export interface VersionRequest {
  version: string
}

export interface VersionResponse {
  version: string
  runtime_name: string
  runtime_version: string
  runtime_api_version: string
}

export interface DNSConfig {
  servers: string[]
  searches: string[]
  options: string[]
}

export interface PortMapping {
  protocol: Protocol
  container_port: number
  host_port: number
  host_ip: string
}

export interface Mount {
  container_path: string
  host_path: string
  readonly: boolean
  selinux_relabel: boolean
  propagation: MountPropagation
  uidMappings: IDMapping[]
  gidMappings: IDMapping[]
  recursive_read_only: boolean
  image: ImageSpec | null
  image_sub_path: string
}

export interface IDMapping {
  host_id: number
  container_id: number
  length: number
}

export interface UserNamespace {
  mode: NamespaceMode
  uids: IDMapping[]
  gids: IDMapping[]
}

export interface NamespaceOption {
  network: NamespaceMode
  pid: NamespaceMode
  ipc: NamespaceMode
  target_id: string
  userns_options: UserNamespace | null
}

export interface Int64Value {
  value: bigint
}

export interface LinuxSandboxSecurityContext {
  namespace_options: NamespaceOption | null
  selinux_options: SELinuxOption | null
  run_as_user: Int64Value | null
  run_as_group: Int64Value | null
  readonly_rootfs: boolean
  supplemental_groups: bigint[]
  supplemental_groups_policy: SupplementalGroupsPolicy
  privileged: boolean
  seccomp: SecurityProfile | null
  apparmor: SecurityProfile | null
  seccomp_profile_path: string
}

export interface SecurityProfile {
  profile_type: SecurityProfile_ProfileType
  localhost_ref: string
}

export interface LinuxPodSandboxConfig {
  cgroup_parent: string
  security_context: LinuxSandboxSecurityContext | null
  sysctls: Record<string, string>
  overhead: LinuxContainerResources | null
  resources: LinuxContainerResources | null
}

export interface PodSandboxMetadata {
  name: string
  uid: string
  namespace: string
  attempt: number
}

export interface PodSandboxConfig {
  metadata: PodSandboxMetadata | null
  hostname: string
  log_directory: string
  dns_config: DNSConfig | null
  port_mappings: PortMapping[]
  labels: Record<string, string>
  annotations: Record<string, string>
  linux: LinuxPodSandboxConfig | null
  windows: WindowsPodSandboxConfig | null
}

export interface RunPodSandboxRequest {
  config: PodSandboxConfig | null
  runtime_handler: string
}

export interface RunPodSandboxResponse {
  pod_sandbox_id: string
}

export interface StopPodSandboxRequest {
  pod_sandbox_id: string
}

export interface StopPodSandboxResponse {

}

export interface RemovePodSandboxRequest {
  pod_sandbox_id: string
}

export interface RemovePodSandboxResponse {

}

export interface PodSandboxStatusRequest {
  pod_sandbox_id: string
  verbose: boolean
}

export interface PodIP {
  ip: string
}

export interface PodSandboxNetworkStatus {
  ip: string
  additional_ips: PodIP[]
}

export interface Namespace {
  options: NamespaceOption | null
}

export interface LinuxPodSandboxStatus {
  namespaces: Namespace | null
}

export interface PodSandboxStatus {
  id: string
  metadata: PodSandboxMetadata | null
  state: PodSandboxState
  created_at: bigint
  network: PodSandboxNetworkStatus | null
  linux: LinuxPodSandboxStatus | null
  labels: Record<string, string>
  annotations: Record<string, string>
  runtime_handler: string
}

export interface PodSandboxStatusResponse {
  status: PodSandboxStatus | null
  info: Record<string, string>
  containers_statuses: ContainerStatus[]
  timestamp: bigint
}

export interface PodSandboxStateValue {
  state: PodSandboxState
}

export interface PodSandboxFilter {
  id: string
  state: PodSandboxStateValue | null
  label_selector: Record<string, string>
}

export interface ListPodSandboxRequest {
  filter: PodSandboxFilter | null
}

export interface PodSandbox {
  id: string
  metadata: PodSandboxMetadata | null
  state: PodSandboxState
  created_at: bigint
  labels: Record<string, string>
  annotations: Record<string, string>
  runtime_handler: string
}

export interface ListPodSandboxResponse {
  items: PodSandbox[]
}

export interface StreamPodSandboxesRequest {
  filter: PodSandboxFilter | null
}

export interface StreamPodSandboxesResponse {
  pod_sandboxes: PodSandbox[]
}

export interface PodSandboxStatsRequest {
  pod_sandbox_id: string
}

export interface PodSandboxStatsResponse {
  stats: PodSandboxStats | null
}

export interface PodSandboxStatsFilter {
  id: string
  label_selector: Record<string, string>
}

export interface ListPodSandboxStatsRequest {
  filter: PodSandboxStatsFilter | null
}

export interface ListPodSandboxStatsResponse {
  stats: PodSandboxStats[]
}

export interface StreamPodSandboxStatsRequest {
  filter: PodSandboxStatsFilter | null
}

export interface StreamPodSandboxStatsResponse {
  pod_sandbox_stats: PodSandboxStats[]
}

export interface PodSandboxAttributes {
  id: string
  metadata: PodSandboxMetadata | null
  labels: Record<string, string>
  annotations: Record<string, string>
}

export interface PodSandboxStats {
  attributes: PodSandboxAttributes | null
  linux: LinuxPodSandboxStats | null
  windows: WindowsPodSandboxStats | null
}

export interface LinuxPodSandboxStats {
  cpu: CpuUsage | null
  memory: MemoryUsage | null
  network: NetworkUsage | null
  process: ProcessUsage | null
  containers: ContainerStats[]
  io: IoUsage | null
}

export interface WindowsPodSandboxStats {
  cpu: WindowsCpuUsage | null
  memory: WindowsMemoryUsage | null
  network: WindowsNetworkUsage | null
  process: WindowsProcessUsage | null
  containers: WindowsContainerStats[]
}

export interface NetworkUsage {
  timestamp: bigint
  default_interface: NetworkInterfaceUsage | null
  interfaces: NetworkInterfaceUsage[]
}

export interface WindowsNetworkUsage {
  timestamp: bigint
  default_interface: WindowsNetworkInterfaceUsage | null
  interfaces: WindowsNetworkInterfaceUsage[]
}

export interface NetworkInterfaceUsage {
  name: string
  rx_bytes: UInt64Value | null
  rx_errors: UInt64Value | null
  tx_bytes: UInt64Value | null
  tx_errors: UInt64Value | null
}

export interface WindowsNetworkInterfaceUsage {
  name: string
  rx_bytes: UInt64Value | null
  rx_packets_dropped: UInt64Value | null
  tx_bytes: UInt64Value | null
  tx_packets_dropped: UInt64Value | null
}

export interface ProcessUsage {
  timestamp: bigint
  process_count: UInt64Value | null
}

export interface WindowsProcessUsage {
  timestamp: bigint
  process_count: UInt64Value | null
}

export interface ImageSpec {
  image: string
  annotations: Record<string, string>
  user_specified_image: string
  runtime_handler: string
  image_ref: string
}

export interface KeyValue {
  key: string
  value: Uint8Array
}

export interface LinuxContainerResources {
  cpu_period: bigint
  cpu_quota: bigint
  cpu_shares: bigint
  memory_limit_in_bytes: bigint
  oom_score_adj: bigint
  cpuset_cpus: string
  cpuset_mems: string
  hugepage_limits: HugepageLimit[]
  unified: Record<string, string>
  memory_swap_limit_in_bytes: bigint
}

export interface HugepageLimit {
  page_size: string
  limit: bigint
}

export interface SELinuxOption {
  user: string
  role: string
  type: string
  level: string
}

export interface Capability {
  add_capabilities: string[]
  drop_capabilities: string[]
  add_ambient_capabilities: string[]
}

export interface LinuxContainerSecurityContext {
  capabilities: Capability | null
  privileged: boolean
  namespace_options: NamespaceOption | null
  selinux_options: SELinuxOption | null
  run_as_user: Int64Value | null
  run_as_group: Int64Value | null
  run_as_username: string
  readonly_rootfs: boolean
  supplemental_groups: bigint[]
  supplemental_groups_policy: SupplementalGroupsPolicy
  no_new_privs: boolean
  masked_paths: string[]
  readonly_paths: string[]
  seccomp: SecurityProfile | null
  apparmor: SecurityProfile | null
  apparmor_profile: string
  seccomp_profile_path: string
}

export interface LinuxContainerConfig {
  resources: LinuxContainerResources | null
  security_context: LinuxContainerSecurityContext | null
}

export interface LinuxContainerUser {
  uid: bigint
  gid: bigint
  supplemental_groups: bigint[]
}

export interface WindowsNamespaceOption {
  network: NamespaceMode
}

export interface WindowsSandboxSecurityContext {
  run_as_username: string
  credential_spec: string
  host_process: boolean
  namespace_options: WindowsNamespaceOption | null
}

export interface WindowsPodSandboxConfig {
  security_context: WindowsSandboxSecurityContext | null
}

export interface WindowsContainerSecurityContext {
  run_as_username: string
  credential_spec: string
  host_process: boolean
}

export interface WindowsContainerConfig {
  resources: WindowsContainerResources | null
  security_context: WindowsContainerSecurityContext | null
}

export interface WindowsContainerResources {
  cpu_shares: bigint
  cpu_count: bigint
  cpu_maximum: bigint
  memory_limit_in_bytes: bigint
  rootfs_size_in_bytes: bigint
  affinity_cpus: WindowsCpuGroupAffinity[]
}

export interface WindowsCpuGroupAffinity {
  cpu_mask: bigint
  cpu_group: number
}

export interface ContainerMetadata {
  name: string
  attempt: number
}

export interface Device {
  container_path: string
  host_path: string
  permissions: string
}

export interface CDIDevice {
  name: string
}

export interface ContainerConfig {
  metadata: ContainerMetadata | null
  image: ImageSpec | null
  command: string[]
  args: string[]
  working_dir: string
  envs: KeyValue[]
  mounts: Mount[]
  devices: Device[]
  labels: Record<string, string>
  annotations: Record<string, string>
  log_path: string
  stdin: boolean
  stdin_once: boolean
  tty: boolean
  linux: LinuxContainerConfig | null
  windows: WindowsContainerConfig | null
  CDI_devices: CDIDevice[]
  stop_signal: Signal
}

export interface CreateContainerRequest {
  pod_sandbox_id: string
  config: ContainerConfig | null
  sandbox_config: PodSandboxConfig | null
}

export interface CreateContainerResponse {
  container_id: string
}

export interface StartContainerRequest {
  container_id: string
}

export interface StartContainerResponse {

}

export interface StopContainerRequest {
  container_id: string
  timeout: bigint
}

export interface StopContainerResponse {

}

export interface RemoveContainerRequest {
  container_id: string
}

export interface RemoveContainerResponse {

}

export interface ContainerStateValue {
  state: ContainerState
}

export interface ContainerFilter {
  id: string
  state: ContainerStateValue | null
  pod_sandbox_id: string
  label_selector: Record<string, string>
}

export interface ListContainersRequest {
  filter: ContainerFilter | null
}

export interface Container {
  id: string
  pod_sandbox_id: string
  metadata: ContainerMetadata | null
  image: ImageSpec | null
  image_ref: string
  state: ContainerState
  created_at: bigint
  labels: Record<string, string>
  annotations: Record<string, string>
  image_id: string
}

export interface ListContainersResponse {
  containers: Container[]
}

export interface StreamContainersRequest {
  filter: ContainerFilter | null
}

export interface StreamContainersResponse {
  containers: Container[]
}

export interface ContainerStatusRequest {
  container_id: string
  verbose: boolean
}

export interface ContainerStatus {
  id: string
  metadata: ContainerMetadata | null
  state: ContainerState
  created_at: bigint
  started_at: bigint
  finished_at: bigint
  exit_code: number
  image: ImageSpec | null
  image_ref: string
  reason: string
  message: string
  labels: Record<string, string>
  annotations: Record<string, string>
  mounts: Mount[]
  log_path: string
  resources: ContainerResources | null
  image_id: string
  user: ContainerUser | null
  stop_signal: Signal
}

export interface ContainerStatusResponse {
  status: ContainerStatus | null
  info: Record<string, string>
}

export interface ContainerResources {
  linux: LinuxContainerResources | null
  windows: WindowsContainerResources | null
}

export interface ContainerUser {
  linux: LinuxContainerUser | null
}

export interface UpdateContainerResourcesRequest {
  container_id: string
  linux: LinuxContainerResources | null
  windows: WindowsContainerResources | null
  annotations: Record<string, string>
}

export interface UpdateContainerResourcesResponse {

}

export interface ExecSyncRequest {
  container_id: string
  cmd: string[]
  timeout: bigint
}

export interface ExecSyncResponse {
  stdout: Uint8Array
  stderr: Uint8Array
  exit_code: number
}

export interface ExecRequest {
  container_id: string
  cmd: string[]
  tty: boolean
  stdin: boolean
  stdout: boolean
  stderr: boolean
}

export interface ExecResponse {
  url: string
}

export interface AttachRequest {
  container_id: string
  stdin: boolean
  tty: boolean
  stdout: boolean
  stderr: boolean
}

export interface AttachResponse {
  url: string
}

export interface PortForwardRequest {
  pod_sandbox_id: string
  port: number[]
}

export interface PortForwardResponse {
  url: string
}

export interface ImageFilter {
  image: ImageSpec | null
}

export interface ListImagesRequest {
  filter: ImageFilter | null
}

export interface Image {
  id: string
  repo_tags: string[]
  repo_digests: string[]
  size: bigint
  uid: Int64Value | null
  username: string
  spec: ImageSpec | null
  pinned: boolean
}

export interface ListImagesResponse {
  images: Image[]
}

export interface StreamImagesRequest {
  filter: ImageFilter | null
}

export interface StreamImagesResponse {
  images: Image[]
}

export interface ImageStatusRequest {
  image: ImageSpec | null
  verbose: boolean
}

export interface ImageStatusResponse {
  image: Image | null
  info: Record<string, string>
}

export interface AuthConfig {
  username: string
  password: string
  auth: string
  server_address: string
  identity_token: string
  registry_token: string
}

export interface PullImageRequest {
  image: ImageSpec | null
  auth: AuthConfig | null
  sandbox_config: PodSandboxConfig | null
}

export interface PullImageResponse {
  image_ref: string
}

export interface RemoveImageRequest {
  image: ImageSpec | null
}

export interface RemoveImageResponse {

}

export interface NetworkConfig {
  pod_cidr: string
}

export interface RuntimeConfig {
  network_config: NetworkConfig | null
}

export interface UpdateRuntimeConfigRequest {
  runtime_config: RuntimeConfig | null
}

export interface UpdateRuntimeConfigResponse {

}

export interface RuntimeCondition {
  type: string
  status: boolean
  reason: string
  message: string
}

export interface RuntimeStatus {
  conditions: RuntimeCondition[]
}

export interface StatusRequest {
  verbose: boolean
}

export interface RuntimeHandlerFeatures {
  recursive_read_only_mounts: boolean
  user_namespaces: boolean
}

export interface RuntimeHandler {
  name: string
  features: RuntimeHandlerFeatures | null
}

export interface RuntimeFeatures {
  supplemental_groups_policy: boolean
  user_namespaces_host_network: boolean
}

export interface StatusResponse {
  status: RuntimeStatus | null
  info: Record<string, string>
  runtime_handlers: RuntimeHandler[]
  features: RuntimeFeatures | null
}

export interface ImageFsInfoRequest {

}

export interface UInt64Value {
  value: bigint
}

export interface FilesystemIdentifier {
  mountpoint: string
}

export interface FilesystemUsage {
  timestamp: bigint
  fs_id: FilesystemIdentifier | null
  used_bytes: UInt64Value | null
  inodes_used: UInt64Value | null
}

export interface WindowsFilesystemUsage {
  timestamp: bigint
  fs_id: FilesystemIdentifier | null
  used_bytes: UInt64Value | null
}

export interface ImageFsInfoResponse {
  image_filesystems: FilesystemUsage[]
  container_filesystems: FilesystemUsage[]
}

export interface ContainerStatsRequest {
  container_id: string
}

export interface ContainerStatsResponse {
  stats: ContainerStats | null
}

export interface ListContainerStatsRequest {
  filter: ContainerStatsFilter | null
}

export interface ContainerStatsFilter {
  id: string
  pod_sandbox_id: string
  label_selector: Record<string, string>
}

export interface ListContainerStatsResponse {
  stats: ContainerStats[]
}

export interface StreamContainerStatsRequest {
  filter: ContainerStatsFilter | null
}

export interface StreamContainerStatsResponse {
  container_stats: ContainerStats[]
}

export interface ContainerAttributes {
  id: string
  metadata: ContainerMetadata | null
  labels: Record<string, string>
  annotations: Record<string, string>
}

export interface ContainerStats {
  attributes: ContainerAttributes | null
  cpu: CpuUsage | null
  memory: MemoryUsage | null
  writable_layer: FilesystemUsage | null
  swap: SwapUsage | null
  io: IoUsage | null
}

export interface WindowsContainerStats {
  attributes: ContainerAttributes | null
  cpu: WindowsCpuUsage | null
  memory: WindowsMemoryUsage | null
  writable_layer: WindowsFilesystemUsage | null
}

export interface PsiStats {
  Full: PsiData | null
  Some: PsiData | null
}

export interface PsiData {
  Total: bigint
  Avg10: number
  Avg60: number
  Avg300: number
}

export interface CpuUsage {
  timestamp: bigint
  usage_core_nano_seconds: UInt64Value | null
  usage_nano_cores: UInt64Value | null
  psi: PsiStats | null
}

export interface WindowsCpuUsage {
  timestamp: bigint
  usage_core_nano_seconds: UInt64Value | null
  usage_nano_cores: UInt64Value | null
}

export interface MemoryUsage {
  timestamp: bigint
  working_set_bytes: UInt64Value | null
  available_bytes: UInt64Value | null
  usage_bytes: UInt64Value | null
  rss_bytes: UInt64Value | null
  page_faults: UInt64Value | null
  major_page_faults: UInt64Value | null
  psi: PsiStats | null
}

export interface IoUsage {
  timestamp: bigint
  psi: PsiStats | null
}

export interface SwapUsage {
  timestamp: bigint
  swap_available_bytes: UInt64Value | null
  swap_usage_bytes: UInt64Value | null
}

export interface WindowsMemoryUsage {
  timestamp: bigint
  working_set_bytes: UInt64Value | null
  available_bytes: UInt64Value | null
  page_faults: UInt64Value | null
  commit_memory_bytes: UInt64Value | null
}

export interface ReopenContainerLogRequest {
  container_id: string
}

export interface ReopenContainerLogResponse {

}

export interface CheckpointContainerRequest {
  container_id: string
  location: string
  timeout: bigint
}

export interface CheckpointContainerResponse {

}

export interface GetEventsRequest {

}

export interface ContainerEventResponse {
  container_id: string
  container_event_type: ContainerEventType
  created_at: bigint
  pod_sandbox_status: PodSandboxStatus | null
  containers_statuses: ContainerStatus[]
}

export interface ListMetricDescriptorsRequest {

}

export interface ListMetricDescriptorsResponse {
  descriptors: MetricDescriptor[]
}

export interface MetricDescriptor {
  name: string
  help: string
  label_keys: string[]
}

export interface ListPodSandboxMetricsRequest {

}

export interface ListPodSandboxMetricsResponse {
  pod_metrics: PodSandboxMetrics[]
}

export interface StreamPodSandboxMetricsRequest {

}

export interface StreamPodSandboxMetricsResponse {
  pod_sandbox_metrics: PodSandboxMetrics[]
}

export interface PodSandboxMetrics {
  pod_sandbox_id: string
  metrics: Metric[]
  container_metrics: ContainerMetrics[]
}

export interface ContainerMetrics {
  container_id: string
  metrics: Metric[]
}

export interface Metric {
  name: string
  timestamp: bigint
  metric_type: MetricType
  label_values: string[]
  value: UInt64Value | null
}

export interface RuntimeConfigRequest {

}

export interface RuntimeConfigResponse {
  linux: LinuxRuntimeConfiguration | null
}

export interface LinuxRuntimeConfiguration {
  cgroup_driver: CgroupDriver
}

export interface UpdatePodSandboxResourcesRequest {
  pod_sandbox_id: string
  overhead: LinuxContainerResources | null
  resources: LinuxContainerResources | null
}

export interface UpdatePodSandboxResourcesResponse {

}
