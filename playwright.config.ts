import { defineConfig } from '@playwright/test';

/** Runs on the production build in .output/chrome-mv3; see docs/testing.md. */
export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/support/require-build.ts',
  workers: 3,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 30_000 },
  outputDir: 'test-results',
  reporter: [['list']],
});
