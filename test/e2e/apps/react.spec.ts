import type { Page } from '@playwright/test';
import { click, copied, drag, press, shown } from './moves.ts';
import { expect, test } from './side-by-side.ts';

const scrollTo = (top: number) => async (page: Page) => {
  await page.getByRole('list').evaluate((list, y) => list.scrollTo(0, y), top);
  await page.getByRole('button', { name: `Open ${top / 40}`, exact: true }).waitFor();
};

test('a React application with a virtual list of 10,000 messages', async ({ open }) => {
  const { step } = await open('react');
  await step('opened', shown('10000 messages'));
  for (const top of [2000, 200_000, 399_600, 120_000]) await step(`scrolled to ${top}`, scrollTo(top));
  await step('a message is open', click('Open 3000'));
  await step('another one takes its place', click('Open 3002'));
  await step('a star re-renders the list', click('Star 3001'));
  await step('it is deleted, and the next one takes its place', async (page) => {
    await click('Delete')(page);
    await shown('9999 messages')(page);
  });
  await step('the next one is deleted, too', click('Delete'));
  await step('the list is turned round in place', click('Turn round'));
  await step('the wheel', async (page) => {
    await page.getByRole('list').evaluate((list) => list.scrollBy(0, 4000));
  });
  await step('another folder', click('Archive'));
  await step('back', click('Inbox'));
});

test('typing into fields of a React application', async ({ open }) => {
  const { step } = await open('react');
  await step('a message is open', click('Open 0'));
  await step('a listed value is typed into the filter', async (page) => {
    await page.getByLabel('Filter').pressSequentially('ember-relay.test');
    await shown('556 messages')(page);
  });
  await step('the filter is emptied', (page) => page.getByLabel('Filter').fill(''));
  await step('a listed value is typed into the reply', (page) =>
    page.getByLabel('Reply').pressSequentially('About night-post.example: '),
  );
  await step('taken back', (page) => press(page, 'Control+z', 'Control+z'));
  await step('the list in another order', click('Turn round'));
});

test('what is selected and copied is the same with marks', async ({ open }) => {
  const { step, marked, plain } = await open('react');
  await step('a message is open', click('Open 0'));
  await step('dragged over three paragraphs', async (page) => {
    const paragraphs = page.getByRole('article').getByRole('paragraph');
    await drag(page, paragraphs.nth(1), paragraphs.nth(3));
  });
  const dragged = await copied(marked);
  expect(dragged).toEqual(await copied(plain));
  expect(dragged.text).toContain('A paragraph without');
  await step('everything is selected', (page) => press(page, 'Control+a'));
  const all = await copied(marked);
  expect(all).toEqual(await copied(plain));
  expect(all.text).toContain('night-post.example');
});
