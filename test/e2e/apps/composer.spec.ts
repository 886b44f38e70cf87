import type { Page } from '@playwright/test';
import { readPainted } from '../../support/painted.ts';
import { expect, test } from './side-by-side.ts';

test('typing, caret and undo in a composer are untouched, and nothing in it is marked', async ({ open }) => {
  const { step } = await open('composer');
  const keys = async (page: Page, ...names: string[]) => {
    for (const name of names) await page.keyboard.press(name);
  };

  await step('opened', (page) => page.getByText('Not saved').waitFor());
  await step('a listed value is typed', async (page) => {
    await page.getByRole('textbox').focus();
    await keys(page, 'Control+End');
    await page.keyboard.type(' Block ember-relay.test now');
  });
  // Outside, the same text is marked: by then what was typed would have been, too.
  await step('saved', (page) => page.getByRole('button', { name: 'Save' }).click());
  await step('the caret goes into the middle of the value', async (page) => {
    await page.getByRole('textbox').focus();
    await keys(page, 'Control+End', ...Array.from({ length: 9 }, () => 'ArrowLeft'));
  });
  await step('typed there', (page) => page.keyboard.type('y'));
  await step('a new paragraph', async (page) => {
    await keys(page, 'Enter');
    await page.keyboard.type('198.51.100.23 again');
  });
  await step('a word is selected and made bold', (page) =>
    keys(page, 'Shift+Control+ArrowLeft', 'Control+b'),
  );
  await step('replaced by typing', (page) => page.keyboard.type('203.0.113.9 '));
  await step('saved again', (page) => page.getByRole('button', { name: 'Save' }).click());
  for (let times = 1; times <= 6; times++)
    await step(`undone ${times} times`, async (page) => {
      await page.getByRole('textbox').focus();
      await keys(page, 'Control+z');
    });
  for (let times = 1; times <= 3; times++)
    await step(`redone ${times} times`, (page) => keys(page, 'Control+Shift+z'));
  await step('pasted', async (page) => {
    await keys(page, 'Control+a', 'Control+c', 'Control+End', 'Control+v');
  });
  await step('saved a last time', (page) => page.getByRole('button', { name: 'Save' }).click());
});

test('what becomes an editor loses its marks, and has them again as text', async ({ open }) => {
  const { step, marked } = await open('composer');
  await step('opened', (page) => page.getByText('Not saved').waitFor());
  expect((await readPainted(marked)).map(({ text }) => text)).toContain('ember-relay.test');
  const setEditable = (value: string) => (page: Page) =>
    page
      .getByRole('article')
      .evaluate((article, state) => article.setAttribute('contenteditable', state), value);
  await step('the message becomes editable', setEditable('true'));
  await step('and text again', setEditable('false'));
});
