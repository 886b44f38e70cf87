import { click, copied, drag, shown } from './moves.ts';
import { expect, test } from './side-by-side.ts';

test('a mail client of web components, nested and attached late', async ({ open }) => {
  const { step } = await open('lit');
  await step('opened', shown('Nothing is open.'));
  await step('a message is open', click('0'));
  await step('an element is upgraded late', click('Show attachments'));
  await step('another message', click('3'));
  await step('it is deleted', async (page) => {
    await click('Delete')(page);
    await shown('Nothing is open.')(page);
  });
  await step('the inner list is scrolled', async (page) => {
    await page.locator('ol').evaluate((list) => list.scrollTo(0, 400));
  });
  await step('another folder', click('Archive'));
  await step('a message in it', click('5005'));
});

test('a plain element that gets a shadow root late', async ({ open }) => {
  const { step } = await open('lit');
  await step('a message is open', click('0'));
  await step('a root is attached to an element that was read before', click('Scan'));
  await step('another message, with the root still there', click('1'));
});

test('what is copied through shadow roots is the same with marks', async ({ open }) => {
  const { step, marked, plain } = await open('lit');
  await step('a message is open', click('0'));
  await step('dragged over paragraphs of a shadow root', (page) =>
    drag(page, page.getByText('Host wax-seal'), page.getByText('Seen at')),
  );
  const dragged = await copied(marked);
  expect(dragged).toEqual(await copied(plain));
  expect(dragged.text).toContain('night-post.example');
});
