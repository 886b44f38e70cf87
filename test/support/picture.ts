import type { Page, PageScreenshotOptions } from '@playwright/test';
import { waitUntil } from './wait-until.ts';

/** A picture of the page. A browser that has much to do sometimes cannot draw one, and says so: it is asked again. */
export function pictureOf(page: Page, options: PageScreenshotOptions = {}): Promise<Buffer> {
  return waitUntil('the browser draws the page', () =>
    page.screenshot(options).catch((error: unknown) => {
      if (/Unable to capture screenshot/.test(String(error))) return undefined;
      throw error;
    }),
  );
}
