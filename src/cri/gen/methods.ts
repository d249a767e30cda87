// Generated from spec/cri-v1.json and api.proto by scripts/generate-cri.ts.
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
  /** Who the runtime is; a kubelet asks this first, and again to see that it is alive. */
  Version: { request: VersionRequest; response: VersionResponse; streaming: false }
  /** Makes a pod with its network and starts it; it is ready when the call returns. */
  RunPodSandbox: { request: RunPodSandboxRequest; response: RunPodSandboxResponse; streaming: false }
  /** Kills what still runs in the pod and takes its network down. Repeating it is no error. */
  StopPodSandbox: { request: StopPodSandboxRequest; response: StopPodSandboxResponse; streaming: false }
  /** Removes a pod with all its containers, stopping it where need be. Repeating it is no error. */
  RemovePodSandbox: { request: RemovePodSandboxRequest; response: RemovePodSandboxResponse; streaming: false }
  /** One pod in full. NOT_FOUND for a pod that is not there. */
  PodSandboxStatus: { request: PodSandboxStatusRequest; response: PodSandboxStatusResponse; streaming: false }
  /** The pods that match a filter, ready or not. */
  ListPodSandbox: { request: ListPodSandboxRequest; response: ListPodSandboxResponse; streaming: false }
  /** The list of pods in parts, for nodes where one message is too small. */
  StreamPodSandboxes: { request: StreamPodSandboxesRequest; response: StreamPodSandboxesResponse; streaming: true }
  /** Prepares a container in a pod that is ready; nothing of it runs yet. */
  CreateContainer: { request: CreateContainerRequest; response: CreateContainerResponse; streaming: false }
  /** Starts a created container. An exited one cannot be started again. */
  StartContainer: { request: StartContainerRequest; response: StartContainerResponse; streaming: false }
  /** Sends the stop signal, and KILL when the grace period is over. Repeating it is no error. */
  StopContainer: { request: StopContainerRequest; response: StopContainerResponse; streaming: false }
  /** Removes a container, killing it where it runs. Repeating it is no error. */
  RemoveContainer: { request: RemoveContainerRequest; response: RemoveContainerResponse; streaming: false }
  /** The containers that match a filter, in any state. */
  ListContainers: { request: ListContainersRequest; response: ListContainersResponse; streaming: false }
  /** The list of containers in parts. */
  StreamContainers: { request: StreamContainersRequest; response: StreamContainersResponse; streaming: true }
  /** One container in full. NOT_FOUND for a container that is not there. */
  ContainerStatus: { request: ContainerStatusRequest; response: ContainerStatusResponse; streaming: false }
  /** Changes limits of a container in place. Limits that are not given stay. */
  UpdateContainerResources: { request: UpdateContainerResourcesRequest; response: UpdateContainerResourcesResponse; streaming: false }
  /** Opens the log at its path anew, after the kubelet moved the old file away. */
  ReopenContainerLog: { request: ReopenContainerLogRequest; response: ReopenContainerLogResponse; streaming: false }
  /** Runs a command in a container and answers its output and exit code. */
  ExecSync: { request: ExecSyncRequest; response: ExecSyncResponse; streaming: false }
  /** Prepares a streamed command and answers the URL to stream it over. */
  Exec: { request: ExecRequest; response: ExecResponse; streaming: false }
  /** Prepares a stream to the container's main process and answers its URL. */
  Attach: { request: AttachRequest; response: AttachResponse; streaming: false }
  /** Prepares forwarding into the pod's network namespace and answers its URL. */
  PortForward: { request: PortForwardRequest; response: PortForwardResponse; streaming: false }
  /** Figures of one running container. */
  ContainerStats: { request: ContainerStatsRequest; response: ContainerStatsResponse; streaming: false }
  /** Figures of the running containers that match a filter. */
  ListContainerStats: { request: ListContainerStatsRequest; response: ListContainerStatsResponse; streaming: false }
  /** The figures of containers in parts. */
  StreamContainerStats: { request: StreamContainerStatsRequest; response: StreamContainerStatsResponse; streaming: true }
  /** Figures of one pod, its containers among them. */
  PodSandboxStats: { request: PodSandboxStatsRequest; response: PodSandboxStatsResponse; streaming: false }
  /** Figures of the pods that match a filter. */
  ListPodSandboxStats: { request: ListPodSandboxStatsRequest; response: ListPodSandboxStatsResponse; streaming: false }
  /** The figures of pods in parts. */
  StreamPodSandboxStats: { request: StreamPodSandboxStatsRequest; response: StreamPodSandboxStatsResponse; streaming: true }
  /** Hands the node's settings, today its pod CIDR, to the runtime. */
  UpdateRuntimeConfig: { request: UpdateRuntimeConfigRequest; response: UpdateRuntimeConfigResponse; streaming: false }
  /** Whether the runtime and its network are ready, and what they can do. */
  Status: { request: StatusRequest; response: StatusResponse; streaming: false }
  /** Writes the state of a running container to an archive; the container runs on. */
  CheckpointContainer: { request: CheckpointContainerRequest; response: CheckpointContainerResponse; streaming: false }
  /** Tells every subscriber of containers and pods made, started, stopped and removed. */
  GetContainerEvents: { request: GetEventsRequest; response: ContainerEventResponse; streaming: true }
  /** The names, meanings and labels of all metrics that ListPodSandboxMetrics may answer. */
  ListMetricDescriptors: { request: ListMetricDescriptorsRequest; response: ListMetricDescriptorsResponse; streaming: false }
  /** Metrics of all pods, in the form that cAdvisor used to give. */
  ListPodSandboxMetrics: { request: ListPodSandboxMetricsRequest; response: ListPodSandboxMetricsResponse; streaming: false }
  /** The metrics of pods in parts. */
  StreamPodSandboxMetrics: { request: StreamPodSandboxMetricsRequest; response: StreamPodSandboxMetricsResponse; streaming: true }
  /** Settings that a kubelet has to share with the runtime, such as the cgroup driver. */
  RuntimeConfig: { request: RuntimeConfigRequest; response: RuntimeConfigResponse; streaming: false }
  /** Tells the runtime of a pod's new limits; the kubelet itself writes the pod's cgroup. */
  UpdatePodSandboxResources: { request: UpdatePodSandboxResourcesRequest; response: UpdatePodSandboxResourcesResponse; streaming: false }
  /** The images on the node that match a filter. */
  ListImages: { request: ListImagesRequest; response: ListImagesResponse; streaming: false }
  /** The list of images in parts. */
  StreamImages: { request: StreamImagesRequest; response: StreamImagesResponse; streaming: true }
  /** One image. An image that is not there is an answer without image, not an error. */
  ImageStatus: { request: ImageStatusRequest; response: ImageStatusResponse; streaming: false }
  /** Brings an image onto the node and answers how to refer to it. */
  PullImage: { request: PullImageRequest; response: PullImageResponse; streaming: false }
  /** Removes an image with its names. Repeating it is no error. */
  RemoveImage: { request: RemoveImageRequest; response: RemoveImageResponse; streaming: false }
  /** How full the file systems of images and of containers are; drives eviction. */
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

/** The facts of each RPC. */
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
