import type { Page } from '@playwright/test';
import { click, copied, pointNowhere, press, shown } from './moves.ts';
import { expect, test } from './side-by-side.ts';

const openMessage = (id: number) => async (page: Page) => {
  await click(`Open ${id}`)(page);
  await page.frameLocator('iframe').getByText(`Message ${id}.`).waitFor();
};

test('a mailbox whose bodies are sandboxed frames, or written into frames', async ({ open }) => {
  const { step } = await open('framed');
  await step('opened', shown('Open 7'));
  // In this order the frame is made anew, and later gets another text in place.
  for (const id of [0, 1, 2, 6, 2, 3, 7, 3, 5, 4]) await step(`message ${id}`, openMessage(id));
  await step('it is deleted', async (page) => {
    await click('Delete')(page);
    await page.locator('iframe').waitFor({ state: 'detached' });
  });
  await step('another message', openMessage(0));
});

for (const [id, kind] of ['in a sandbox', 'in a sandbox of the same origin'].entries())
  test(`what is copied from a frame ${kind} is the same with marks`, async ({ open }) => {
    const { step, marked, plain } = await open('framed');
    await step('a message is open', openMessage(id));
    await step('all of the frame is selected', async (page) => {
      await page.frameLocator('iframe').getByText('A paragraph without').click();
      await press(page, 'Control+a');
      await pointNowhere(page);
    });
    const all = await copied(marked);
    expect(all).toEqual(await copied(plain));
    expect(all.text).toContain(`Message ${id}.`);
  });
