import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The same aliases as WXT gives the builds and .wxt/tsconfig.json gives the compiler.
const alias = [
  { find: /^@\//, replacement: fileURLToPath(new URL('./src/', import.meta.url)) },
  { find: /^@@\//, replacement: fileURLToPath(new URL('./', import.meta.url)) },
];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          setupFiles: ['test/words/speak-english.ts'],
          // All cores: Vitest leaves one free, which is half of a small machine. What is timed counts its own processor time.
          maxWorkers: availableParallelism(),
          // Only against what hangs: a slow machine that also runs a browser is no failure.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'firefox',
          include: ['test/firefox/**/*.test.ts'],
          environment: 'node',
          // One real browser at a time: a second one on a small machine only makes both slow.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
