import { expect, type Locator, type Page } from '@playwright/test';

/** Presses Tab until an element has the focus, as somebody without a mouse comes to it. The focus is read, never set. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${String(wanted)} is not reached by ${key}`);
}

const MOST_STOPS = 150;
