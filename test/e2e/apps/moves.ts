import type { Locator, Page } from '@playwright/test';
import { type Painted, readPainted } from '../../support/painted.ts';
import { waitUntil } from '../../support/wait-until.ts';

/** What a user does to a page, for `step`. */
export const click = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click();
export const shown = (text: string) => (page: Page) => page.getByText(text).first().waitFor();

export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Away from all text, so that no card opens. */
export const pointNowhere = (page: Page) => page.mouse.move(1270, 790);

/** Copies what is selected; answers with what another program would get. */
export async function copied(page: Page): Promise<{ text: string; html: string }> {
  await page.bringToFront();
  // What was there before must not be taken for the copy.
  await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'));
  await page.keyboard.press('Control+c');
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type: string) =>
      item?.types.includes(type) ? (await item.getType(type)).text() : '';
    return { text: await read('text/plain'), html: await read('text/html') };
  });
}

/** Where a marked text stands; without the extension it stands in the same place. */
export const spotOf = (marked: Page, wanted: string): Promise<Painted> =>
  waitUntil(`${wanted} is marked`, async () =>
    (await readPainted(marked)).find(({ text }) => text === wanted),
  );

/** Selects from somewhere in the first to somewhere in the last, as a pointer does. */
export async function drag(page: Page, first: Locator, last: Locator): Promise<void> {
  const from = (await first.boundingBox())!;
  const to = (await last.boundingBox())!;
  await page.mouse.move(from.x + 30, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 200, to.y + 10, { steps: 5 });
  await page.mouse.up();
  await pointNowhere(page);
}
