import { defineConfig } from 'vitest/config';

/**
 * Three groups of tests. `rules` need nothing; `server` tests use a real PostgreSQL and can be run again on another server with
 * `TEST_DATABASE_URL`; `journeys` drive the whole program with a browser, one at a time.
 */
export default defineConfig({
  test: {
    environment: 'node',
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'rules',
          include: ['src/{domain,api,web,cli}/**/*.test.ts', 'locales/**/*.test.ts', 'scripts/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'server',
          include: ['src/server/**/*.test.ts', 'db/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/bench/**'],
          globalSetup: ['src/server/platform/testing/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['tests/e2e/**/*.e2e.test.ts'],
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
