import { browser } from 'wxt/browser';
import type { ReportAgain } from './messages.ts';

/** The frames of a tab report once more what they have for the badge. */
export async function askForReports(tabId: number): Promise<void> {
  const message: ReportAgain = { report: 'again' };
  // Rejected where no frame listens any more: then there is nothing to report.
  await browser.tabs.sendMessage(tabId, message).catch(() => undefined);
}
