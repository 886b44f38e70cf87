import { browser } from 'wxt/browser';
import { LEVELS, type Level } from '@/core/indicator.ts';
import type { TabState } from './tab-states.ts';

/** The colours of the levels as the badge has them: white letters on each have 4.5:1 or more. */
const COLOURS: Record<Level, string> = {
  high: '#bd1f2d',
  medium: '#8f5200',
  low: '#1f5fae',
  unrated: '#59616b',
};

/** Shows how many distinct known values the tab holds, or "!" where its own address is listed. */
export async function showBadge(tabId: number, state: TabState): Promise<void> {
  const reports = Object.values(state.frames);
  const count = new Set(reports.flatMap((report) => report.counted)).size;
  const highest = LEVELS.find((level) => reports.some((report) => report.highest === level)) ?? 'unrated';
  const text = state.listedAddress ? '!' : count > 999 ? '999+' : count > 0 ? String(count) : '';
  try {
    await browser.action.setBadgeText({ tabId, text });
    await browser.action.setBadgeBackgroundColor({
      tabId,
      color: COLOURS[state.listedAddress ? 'high' : highest],
    });
    await browser.action.setBadgeTextColor({ tabId, color: '#ffffff' });
  } catch {
    // The tab was closed in the meantime: there is nothing left to show a badge on.
  }
}
