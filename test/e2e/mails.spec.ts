import { expect, test } from '@playwright/test';
import { isWarning, viewLinks } from '@/core/link-warning.ts';
import { ordinaryMails, phishingMails, type Mail } from '../support/mails.ts';
import { inspectPage } from './page/inspect-page.ts';
import { SITE, startRealBuild, type RealBuild } from './page/real-build.ts';

const ORDINARY = ordinaryMails();
const PHISHING = phishingMails();

let build: RealBuild;
test.beforeAll(async () => {
  const pages = [...ORDINARY, ...PHISHING].map(({ html }, at) => [
    `/mail/${at}`,
    `<!doctype html><meta charset="utf-8"><title>Mail</title><main>${html}</main>`,
  ]);
  build = await startRealBuild([], Object.fromEntries(pages) as Record<string, string>);
});
test.afterAll(() => build?.close());

/** What the panel warns of, mail by mail: "text: reasons". */
async function warningsIn(mails: readonly Mail[], first: number): Promise<string[][]> {
  const page = await build.context.newPage();
  const warnings: string[][] = [];
  for (const at of mails.keys()) {
    await page.goto(`${SITE}/mail/${first + at}`);
    const [top] = await inspectPage(build, page);
    const { away } = viewLinks(top?.links ?? [], new URL(SITE).hostname);
    warnings.push(
      away.flatMap(({ reasons }) => {
        const told = reasons.filter(isWarning);
        return told.length > 0 ? told.join(' and ') : [];
      }),
    );
  }
  await page.close();
  return warnings;
}

test('thirty ordinary mails are warned of once at most', async () => {
  const warnings = await warningsIn(ORDINARY, 0);
  const warned = ORDINARY.flatMap(({ name }, at) =>
    (warnings[at] ?? []).map((warning) => `${name}: ${warning}`),
  );
  expect(warned.length, warned.join('\n')).toBeLessThanOrEqual(1);
});

test('ten phishing mails are warned of, each for the right reason', async () => {
  expect(await warningsIn(PHISHING, ORDINARY.length)).toEqual(
    PHISHING.map(({ reasons }) => [reasons.join(' and ')]),
  );
});
