// Generated from spec/cri-v1.json by scripts/generate-cri.ts.
import type {
  AttachRequest,
  AttachResponse,
  CheckpointContainerRequest,
  CheckpointContainerResponse,
  ContainerEventResponse,
  ContainerStatsRequest,
  ContainerStatsResponse,
  ContainerStatusRequest,
  ContainerStatusResponse,
  CreateContainerRequest,
  CreateContainerResponse,
  ExecRequest,
  ExecResponse,
  ExecSyncRequest,
  ExecSyncResponse,
  GetEventsRequest,
  ImageFsInfoRequest,
  ImageFsInfoResponse,
  ImageStatusRequest,
  ImageStatusResponse,
  ListContainerStatsRequest,
  ListContainerStatsResponse,
  ListContainersRequest,
  ListContainersResponse,
  ListImagesRequest,
  ListImagesResponse,
  ListMetricDescriptorsRequest,
  ListMetricDescriptorsResponse,
  ListPodSandboxMetricsRequest,
  ListPodSandboxMetricsResponse,
  ListPodSandboxRequest,
  ListPodSandboxResponse,
  ListPodSandboxStatsRequest,
  ListPodSandboxStatsResponse,
  PodSandboxStatsRequest,
  PodSandboxStatsResponse,
  PodSandboxStatusRequest,
  PodSandboxStatusResponse,
  PortForwardRequest,
  PortForwardResponse,
  PullImageRequest,
  PullImageResponse,
  RemoveContainerRequest,
  RemoveContainerResponse,
  RemoveImageRequest,
  RemoveImageResponse,
  RemovePodSandboxRequest,
  RemovePodSandboxResponse,
  ReopenContainerLogRequest,
  ReopenContainerLogResponse,
  RunPodSandboxRequest,
  RunPodSandboxResponse,
  RuntimeConfigRequest,
  RuntimeConfigResponse,
  StartContainerRequest,
  StartContainerResponse,
  StatusRequest,
  StatusResponse,
  StopContainerRequest,
  StopContainerResponse,
  StopPodSandboxRequest,
  StopPodSandboxResponse,
  StreamContainerStatsRequest,
  StreamContainerStatsResponse,
  StreamContainersRequest,
  StreamContainersResponse,
  StreamImagesRequest,
  StreamImagesResponse,
  StreamPodSandboxMetricsRequest,
  StreamPodSandboxMetricsResponse,
  StreamPodSandboxStatsRequest,
  StreamPodSandboxStatsResponse,
  StreamPodSandboxesRequest,
  StreamPodSandboxesResponse,
  UpdateContainerResourcesRequest,
  UpdateContainerResourcesResponse,
  UpdatePodSandboxResourcesRequest,
  UpdatePodSandboxResourcesResponse,
  UpdateRuntimeConfigRequest,
  UpdateRuntimeConfigResponse,
  VersionRequest,
  VersionResponse,
} from './messages.ts'

/** Request, answer and kind of each RPC. */
export interface Methods {
  Version: { request: VersionRequest; response: VersionResponse; streaming: false }
  RunPodSandbox: { request: RunPodSandboxRequest; response: RunPodSandboxResponse; streaming: false }
  StopPodSandbox: { request: StopPodSandboxRequest; response: StopPodSandboxResponse; streaming: false }
  RemovePodSandbox: { request: RemovePodSandboxRequest; response: RemovePodSandboxResponse; streaming: false }
  PodSandboxStatus: { request: PodSandboxStatusRequest; response: PodSandboxStatusResponse; streaming: false }
  ListPodSandbox: { request: ListPodSandboxRequest; response: ListPodSandboxResponse; streaming: false }
  StreamPodSandboxes: { request: StreamPodSandboxesRequest; response: StreamPodSandboxesResponse; streaming: true }
  CreateContainer: { request: CreateContainerRequest; response: CreateContainerResponse; streaming: false }
  StartContainer: { request: StartContainerRequest; response: StartContainerResponse; streaming: false }
  StopContainer: { request: StopContainerRequest; response: StopContainerResponse; streaming: false }
  RemoveContainer: { request: RemoveContainerRequest; response: RemoveContainerResponse; streaming: false }
  ListContainers: { request: ListContainersRequest; response: ListContainersResponse; streaming: false }
  StreamContainers: { request: StreamContainersRequest; response: StreamContainersResponse; streaming: true }
  ContainerStatus: { request: ContainerStatusRequest; response: ContainerStatusResponse; streaming: false }
  UpdateContainerResources: { request: UpdateContainerResourcesRequest; response: UpdateContainerResourcesResponse; streaming: false }
  ReopenContainerLog: { request: ReopenContainerLogRequest; response: ReopenContainerLogResponse; streaming: false }
  ExecSync: { request: ExecSyncRequest; response: ExecSyncResponse; streaming: false }
  Exec: { request: ExecRequest; response: ExecResponse; streaming: false }
  Attach: { request: AttachRequest; response: AttachResponse; streaming: false }
  PortForward: { request: PortForwardRequest; response: PortForwardResponse; streaming: false }
  ContainerStats: { request: ContainerStatsRequest; response: ContainerStatsResponse; streaming: false }
  ListContainerStats: { request: ListContainerStatsRequest; response: ListContainerStatsResponse; streaming: false }
  StreamContainerStats: { request: StreamContainerStatsRequest; response: StreamContainerStatsResponse; streaming: true }
  PodSandboxStats: { request: PodSandboxStatsRequest; response: PodSandboxStatsResponse; streaming: false }
  ListPodSandboxStats: { request: ListPodSandboxStatsRequest; response: ListPodSandboxStatsResponse; streaming: false }
  StreamPodSandboxStats: { request: StreamPodSandboxStatsRequest; response: StreamPodSandboxStatsResponse; streaming: true }
  UpdateRuntimeConfig: { request: UpdateRuntimeConfigRequest; response: UpdateRuntimeConfigResponse; streaming: false }
  Status: { request: StatusRequest; response: StatusResponse; streaming: false }
  CheckpointContainer: { request: CheckpointContainerRequest; response: CheckpointContainerResponse; streaming: false }
  GetContainerEvents: { request: GetEventsRequest; response: ContainerEventResponse; streaming: true }
  ListMetricDescriptors: { request: ListMetricDescriptorsRequest; response: ListMetricDescriptorsResponse; streaming: false }
  ListPodSandboxMetrics: { request: ListPodSandboxMetricsRequest; response: ListPodSandboxMetricsResponse; streaming: false }
  StreamPodSandboxMetrics: { request: StreamPodSandboxMetricsRequest; response: StreamPodSandboxMetricsResponse; streaming: true }
  RuntimeConfig: { request: RuntimeConfigRequest; response: RuntimeConfigResponse; streaming: false }
  UpdatePodSandboxResources: { request: UpdatePodSandboxResourcesRequest; response: UpdatePodSandboxResourcesResponse; streaming: false }
  ListImages: { request: ListImagesRequest; response: ListImagesResponse; streaming: false }
  StreamImages: { request: StreamImagesRequest; response: StreamImagesResponse; streaming: true }
  ImageStatus: { request: ImageStatusRequest; response: ImageStatusResponse; streaming: false }
  PullImage: { request: PullImageRequest; response: PullImageResponse; streaming: false }
  RemoveImage: { request: RemoveImageRequest; response: RemoveImageResponse; streaming: false }
  ImageFsInfo: { request: ImageFsInfoRequest; response: ImageFsInfoResponse; streaming: false }
}

/** The name of an RPC, as on the wire. */
export type MethodName = keyof Methods

/** What is known of an RPC at run time. */
export interface MethodInfo {
  readonly service: 'RuntimeService' | 'ImageService'
  readonly request: string
  readonly response: string
  readonly serverStreaming: boolean
  /** The first Kubernetes minor that has it. */
  readonly since: string
}

export const METHODS: Readonly<Record<MethodName, MethodInfo>> = {
  Version: { service: 'RuntimeService', request: 'VersionRequest', response: 'VersionResponse', serverStreaming: false, since: '1.23' },
  RunPodSandbox: { service: 'RuntimeService', request: 'RunPodSandboxRequest', response: 'RunPodSandboxResponse', serverStreaming: false, since: '1.23' },
  StopPodSandbox: { service: 'RuntimeService', request: 'StopPodSandboxRequest', response: 'StopPodSandboxResponse', serverStreaming: false, since: '1.23' },
  RemovePodSandbox: { service: 'RuntimeService', request: 'RemovePodSandboxRequest', response: 'RemovePodSandboxResponse', serverStreaming: false, since: '1.23' },
  PodSandboxStatus: { service: 'RuntimeService', request: 'PodSandboxStatusRequest', response: 'PodSandboxStatusResponse', serverStreaming: false, since: '1.23' },
  ListPodSandbox: { service: 'RuntimeService', request: 'ListPodSandboxRequest', response: 'ListPodSandboxResponse', serverStreaming: false, since: '1.23' },
  StreamPodSandboxes: { service: 'RuntimeService', request: 'StreamPodSandboxesRequest', response: 'StreamPodSandboxesResponse', serverStreaming: true, since: '1.36' },
  CreateContainer: { service: 'RuntimeService', request: 'CreateContainerRequest', response: 'CreateContainerResponse', serverStreaming: false, since: '1.23' },
  StartContainer: { service: 'RuntimeService', request: 'StartContainerRequest', response: 'StartContainerResponse', serverStreaming: false, since: '1.23' },
  StopContainer: { service: 'RuntimeService', request: 'StopContainerRequest', response: 'StopContainerResponse', serverStreaming: false, since: '1.23' },
  RemoveContainer: { service: 'RuntimeService', request: 'RemoveContainerRequest', response: 'RemoveContainerResponse', serverStreaming: false, since: '1.23' },
  ListContainers: { service: 'RuntimeService', request: 'ListContainersRequest', response: 'ListContainersResponse', serverStreaming: false, since: '1.23' },
  StreamContainers: { service: 'RuntimeService', request: 'StreamContainersRequest', response: 'StreamContainersResponse', serverStreaming: true, since: '1.36' },
  ContainerStatus: { service: 'RuntimeService', request: 'ContainerStatusRequest', response: 'ContainerStatusResponse', serverStreaming: false, since: '1.23' },
  UpdateContainerResources: { service: 'RuntimeService', request: 'UpdateContainerResourcesRequest', response: 'UpdateContainerResourcesResponse', serverStreaming: false, since: '1.23' },
  ReopenContainerLog: { service: 'RuntimeService', request: 'ReopenContainerLogRequest', response: 'ReopenContainerLogResponse', serverStreaming: false, since: '1.23' },
  ExecSync: { service: 'RuntimeService', request: 'ExecSyncRequest', response: 'ExecSyncResponse', serverStreaming: false, since: '1.23' },
  Exec: { service: 'RuntimeService', request: 'ExecRequest', response: 'ExecResponse', serverStreaming: false, since: '1.23' },
  Attach: { service: 'RuntimeService', request: 'AttachRequest', response: 'AttachResponse', serverStreaming: false, since: '1.23' },
  PortForward: { service: 'RuntimeService', request: 'PortForwardRequest', response: 'PortForwardResponse', serverStreaming: false, since: '1.23' },
  ContainerStats: { service: 'RuntimeService', request: 'ContainerStatsRequest', response: 'ContainerStatsResponse', serverStreaming: false, since: '1.23' },
  ListContainerStats: { service: 'RuntimeService', request: 'ListContainerStatsRequest', response: 'ListContainerStatsResponse', serverStreaming: false, since: '1.23' },
  StreamContainerStats: { service: 'RuntimeService', request: 'StreamContainerStatsRequest', response: 'StreamContainerStatsResponse', serverStreaming: true, since: '1.36' },
  PodSandboxStats: { service: 'RuntimeService', request: 'PodSandboxStatsRequest', response: 'PodSandboxStatsResponse', serverStreaming: false, since: '1.23' },
  ListPodSandboxStats: { service: 'RuntimeService', request: 'ListPodSandboxStatsRequest', response: 'ListPodSandboxStatsResponse', serverStreaming: false, since: '1.23' },
  StreamPodSandboxStats: { service: 'RuntimeService', request: 'StreamPodSandboxStatsRequest', response: 'StreamPodSandboxStatsResponse', serverStreaming: true, since: '1.36' },
  UpdateRuntimeConfig: { service: 'RuntimeService', request: 'UpdateRuntimeConfigRequest', response: 'UpdateRuntimeConfigResponse', serverStreaming: false, since: '1.23' },
  Status: { service: 'RuntimeService', request: 'StatusRequest', response: 'StatusResponse', serverStreaming: false, since: '1.23' },
  CheckpointContainer: { service: 'RuntimeService', request: 'CheckpointContainerRequest', response: 'CheckpointContainerResponse', serverStreaming: false, since: '1.25' },
  GetContainerEvents: { service: 'RuntimeService', request: 'GetEventsRequest', response: 'ContainerEventResponse', serverStreaming: true, since: '1.25' },
  ListMetricDescriptors: { service: 'RuntimeService', request: 'ListMetricDescriptorsRequest', response: 'ListMetricDescriptorsResponse', serverStreaming: false, since: '1.26' },
  ListPodSandboxMetrics: { service: 'RuntimeService', request: 'ListPodSandboxMetricsRequest', response: 'ListPodSandboxMetricsResponse', serverStreaming: false, since: '1.26' },
  StreamPodSandboxMetrics: { service: 'RuntimeService', request: 'StreamPodSandboxMetricsRequest', response: 'StreamPodSandboxMetricsResponse', serverStreaming: true, since: '1.36' },
  RuntimeConfig: { service: 'RuntimeService', request: 'RuntimeConfigRequest', response: 'RuntimeConfigResponse', serverStreaming: false, since: '1.28' },
  UpdatePodSandboxResources: { service: 'RuntimeService', request: 'UpdatePodSandboxResourcesRequest', response: 'UpdatePodSandboxResourcesResponse', serverStreaming: false, since: '1.33' },
  ListImages: { service: 'ImageService', request: 'ListImagesRequest', response: 'ListImagesResponse', serverStreaming: false, since: '1.23' },
  StreamImages: { service: 'ImageService', request: 'StreamImagesRequest', response: 'StreamImagesResponse', serverStreaming: true, since: '1.36' },
  ImageStatus: { service: 'ImageService', request: 'ImageStatusRequest', response: 'ImageStatusResponse', serverStreaming: false, since: '1.23' },
  PullImage: { service: 'ImageService', request: 'PullImageRequest', response: 'PullImageResponse', serverStreaming: false, since: '1.23' },
  RemoveImage: { service: 'ImageService', request: 'RemoveImageRequest', response: 'RemoveImageResponse', serverStreaming: false, since: '1.23' },
  ImageFsInfo: { service: 'ImageService', request: 'ImageFsInfoRequest', response: 'ImageFsInfoResponse', serverStreaming: false, since: '1.23' },
}
