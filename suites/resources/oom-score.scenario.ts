import { expect, scenario } from 'crivet'

// None below 0: a daemon without CAP_SYS_RESOURCE cannot give that.
scenario(
  'resources.oom-score.applied',
  { requirement: 'resources.oom-score-adj' },
  async ({ sharedPod }) => {
    for (const oom_score_adj of [0, 500, 1000]) {
      const container = await sharedPod.run('pause', { linux: { resources: { oom_score_adj } } })
      const ofMain = await container.exec('read-file /proc/1/oom_score_adj')
      expect(ofMain.stdout.trim()).toBe(String(oom_score_adj))
      expect((await container.inspect()).oomScoreAdj, 'of an exec').toBe(oom_score_adj)
    }
  },
)
