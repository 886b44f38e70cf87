import type { Page } from '@playwright/test';
import { click, copied, press, spotOf } from './moves.ts';
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
