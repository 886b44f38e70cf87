import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'puppeteer-core';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { findFirefox } from '../support/find-browsers.ts';
import { launchFirefox, type Firefox } from '../support/firefox.ts';
import { createJudge, type Judge, type Listed } from '../support/judge.ts';
import { readHighlights, type Painted } from '../support/painted.ts';
import { ROOT } from '../support/paths.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { connectFirefox } from './connect.ts';

const SAMPLE = join(ROOT, 'test', 'fixtures', 'sample');

describe.skipIf(!findFirefox())('in Firefox (install Firefox 140 or newer, or set TELLTALE_FIREFOX)', () => {
  let firefox: Firefox;
  let emulator: Emulator;
  let server: StaticServer;
  let report: Page;

  beforeAll(async () => {
    [firefox, emulator, server] = await Promise.all([
      launchFirefox(),
      startEmulator(),
      startStaticServer(SAMPLE),
    ]);
  });

  afterAll(async () => {
    await Promise.all([firefox?.close(), emulator?.close(), server?.close()]);
  });

  test('connects through the options page and syncs', async () => {
    const status = await connectFirefox(firefox, emulator);
    expect(status.error).toBeUndefined();
    expect(status.rows).toBeGreaterThan(0);
  });

  test('what it stores is not to go when the disk is full', async () => {
    const options = await firefox.openExtensionPage('options.html');
    expect(await options.evaluate(() => navigator.storage.persisted())).toBe(true);
    await options.close();
  });

  test('marks the known values of the sample report, and nothing else', async () => {
    const expected = await expectedValues();
    const judge = createJudge(expected);
    report = await firefox.browser.newPage();
    await report.setViewport({ width: 1280, height: 6000 });
    await report.goto(`${server.url}/report.html`);
    const painted = await waitUntil('every listed value is painted', async () => {
      const found = await report.evaluate(readHighlights);
      return missing(expected, found, judge).length === 0 && found;
    }).catch(async () => report.evaluate(readHighlights));
    expect(missing(expected, painted, judge)).toEqual([]);
    expect(painted.filter(({ text }) => judge.explain(text) === undefined)).toEqual([]);
  });

  test('opens the card over a mark, and Escape closes it', async () => {
    const [mark] = await report.evaluate(readHighlights);
    if (!mark) throw new Error('nothing is painted');
    await report.mouse.move(mark.x, mark.y);
    await report.mouse.move(mark.x + 1, mark.y);
    const card = await waitUntil('the card says what is known', async () => {
      const words = await firefox.readCard(report.url());
      return words && /source confidence/i.test(words) && words;
    });
    expect(card).toContain('Copy defanged');
    await report.keyboard.press('Escape');
    await waitUntil('the card is closed', async () => !(await firefox.readCard(report.url())));
  });
});

async function expectedValues(): Promise<Listed[]> {
  const text = await readFile(join(SAMPLE, 'report.expected.json'), 'utf8');
  return (JSON.parse(text) as { expected: Listed[] }).expected;
}

function missing(expected: readonly Listed[], painted: readonly Painted[], judge: Judge): Listed[] {
  return expected.filter((each) => !painted.some(({ text }) => judge.covers(text, each)));
}
