import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { leftOut } from '../suite/longer.ts';

const folder = process.env.CAUSEWAY_RUN_FOLDER ?? resolve(import.meta.dirname, '../../.stage/test');

/** Journeys in a real Chromium (Debian's, by `CAUSEWAY_CHROMIUM`) on a real shop, one after the other. */
export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '*.journey.ts',
  testIgnore: leftOut('journeys'),
  workers: 1,
  timeout: 480_000,
  expect: { timeout: 150_000 },
  outputDir: resolve(folder, 'journeys'),
  reporter: [
    ['list'],
    ['junit', { outputFile: process.env.PLAYWRIGHT_JUNIT_OUTPUT_FILE ?? resolve(folder, 'journey.xml') }],
  ],
  use: {
    viewport: { width: 1360, height: 900 },
    screenshot: 'only-on-failure',
    // Without its film, which costs more than the journey: what the page was is in the trace as it is.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    launchOptions: {
      executablePath: process.env.CAUSEWAY_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-gpu-rasterization',
        '--disable-gpu-compositing',
        '--disable-software-rasterizer',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
