import type { Page } from '@playwright/test';
import { click, copied, pointNowhere, press, spotOf } from './moves.ts';
import { expect, test } from './side-by-side.ts';

/** The one element that ever stands on a page, while a card is open. */
const cardOf = (page: Page) => page.locator('div[popover]');

for (const [app, message] of [
  ['react', 'Open 0'],
  ['lit', '0'],
] as const)
  test(`a word of a mark is selected and copied in the ${app} application`, async ({ open }) => {
    const { step, marked, plain } = await open(app);
    await step('a message is open', click(message));
    const { x, y } = await spotOf(marked, 'wax-seal.invalid');
    for (const page of [plain, marked]) await page.mouse.dblclick(x, y);
    await expect(cardOf(marked), 'the first of two clicks opens the card').toHaveCount(1);
    const word = await copied(marked);
    expect(word, 'copied while the card is open').toEqual(await copied(plain));
    expect(word.text).not.toBe('');
    await step('the card is closed', async (page) => {
      await press(page, 'Escape');
      await expect(cardOf(page)).toHaveCount(0);
    });
    expect(await copied(marked), 'copied when it is closed').toEqual(word);
  });

test('an application renders around an open card', async ({ open }) => {
  const { step, marked, plain } = await open('react');
  await step('a message is open', click('Open 0'));
  const { x, y } = await spotOf(marked, 'wax-seal.invalid');
  for (const page of [plain, marked]) await page.mouse.click(x, y);
  await expect(cardOf(marked)).toHaveCount(1);
  for (const page of [plain, marked]) {
    await page.getByRole('button', { name: 'Star 0', exact: true }).focus();
    await press(page, 'Enter');
    await page.getByText('1 starred').waitFor();
  }
  for (const page of [plain, marked]) {
    await page.getByRole('button', { name: 'Delete', exact: true }).focus();
    await press(page, 'Enter');
    await page.getByText('Message 1.').waitFor();
  }
  await step('the text went away from under the card, and the page is scrolled', async (page) => {
    await page.getByRole('list').evaluate((list) => list.scrollBy(0, 400));
    await pointNowhere(page);
    await expect(cardOf(page)).toHaveCount(0);
  });
});
