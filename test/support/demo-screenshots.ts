import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readCard } from './card.ts';
import { ROOT } from './paths.ts';
import { readPainted } from './painted.ts';
import { waitUntil } from './wait-until.ts';
import { pictureOf } from './picture.ts';

const FOLDER = 'demo-output';

/** Pictures of the page with its marks and with a card open, light and dark. Returns their paths in the checkout. */
export async function takeScreenshots(page: Page): Promise<string[]> {
  await mkdir(join(ROOT, FOLDER), { recursive: true });
  const taken: string[] = [];
  const shoot = async (name: string) => {
    const path = `${FOLDER}/${name}.png`;
    await pictureOf(page, { path: join(ROOT, path) });
    taken.push(path);
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    // A card that is fading in makes a pale picture.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    await page.mouse.move(0, 0);
    await waitUntil('no card is open', async () => (await readCard(page)) === undefined);
    await shoot(colorScheme);
    if (!(await bringMarkIntoView(page))) continue;
    await openCard(page);
    await shoot(`card-${colorScheme}`);
  }
  return taken;
}

/** Scrolls until a mark stands in the viewport, with room for a card. False where there is none. */
async function bringMarkIntoView(page: Page): Promise<boolean> {
  const first = await markInView(page);
  if (first) return true;
  const moved = await page.evaluate(() => {
    const before = scrollY;
    scrollBy({ top: innerHeight / 2, behavior: 'instant' });
    return scrollY > before;
  });
  return moved && (await bringMarkIntoView(page));
}

async function markInView(page: Page) {
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  const painted = await readPainted(page);
  return painted.find(
    ({ x, y, frame }) => frame === page.url() && x > 0 && x < width && y > 40 && y < height * 0.8,
  );
}

async function openCard(page: Page): Promise<void> {
  await waitUntil('a card opens over a mark', async () => {
    const mark = await markInView(page);
    if (!mark) return false;
    // A second move inside the mark: a pointer that was put down there by a script has not moved yet.
    await page.mouse.move(mark.x, mark.y);
    await page.mouse.move(mark.x + 1, mark.y);
    return waitUntil('the card is there', () => readCard(page), 3).catch(() => false);
  });
}
