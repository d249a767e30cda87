import { defineConfig } from 'vitest/config'
import { TotalsReporter } from './scripts/totals-reporter.ts'

// The package's sources stand in for its compiled code, as `crivet-source` in package.json says.
const resolve = { conditions: ['crivet-source', 'node', 'import', 'default'] }

export default defineConfig({
  test: {
    reporters: ['default', new TotalsReporter()],
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: {
          name: 'test',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/build.global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        ssr: { resolve },
        test: {
          name: 'suites',
          include: ['suites/**/*.scenario.ts'],
          globalSetup: ['src/runner/suites.global-setup.ts'],
          setupFiles: ['src/runner/suites.setup.ts'],
          pool: 'threads',
          isolate: false,
          maxWorkers: 1,
          sequence: { concurrent: true },
        },
      },
    ],
  },
})
