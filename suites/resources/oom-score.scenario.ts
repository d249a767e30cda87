import { expect, scenario } from 'crivet'

// None below 0: a daemon without CAP_SYS_RESOURCE cannot give that.
const SCORES = [0, 500, 1000]

scenario(
  'resources.oom-score.applied',
  { requirement: 'resources.oom-score-adj' },
  async ({ sharedPod }) => {
    for (const oom_score_adj of SCORES) {
      const container = await sharedPod.run('pause', { linux: { resources: { oom_score_adj } } })
      const { stdout } = await container.exec('read-file /proc/1/oom_score_adj')
      expect(stdout.trim()).toBe(String(oom_score_adj))
    }
  },
)

scenario(
  'resources.oom-score.exec',
  { requirement: 'resources.oom-score-adj.exec' },
  async ({ sharedPod }) => {
    for (const oom_score_adj of SCORES) {
      const container = await sharedPod.run('pause', { linux: { resources: { oom_score_adj } } })
      expect((await container.inspect()).oomScoreAdj).toBe(oom_score_adj)
    }
  },
)
