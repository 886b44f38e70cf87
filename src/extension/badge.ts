import { browser } from 'wxt/browser';
import { LEVELS, type Level } from '@/core/indicator.ts';
import { message } from '@/core/words.ts';
import type { SiteAccess } from './host-access.ts';
import type { TabState } from './tab-states.ts';
import { browserSpeech } from './words.ts';

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
    await browser.action.setBadgeText({ tabId, text: state.isTaken ? INHERITED : text });
    await browser.action.setBadgeBackgroundColor({
      tabId,
      color: COLOURS[state.listedAddress ? 'high' : highest],
    });
    await browser.action.setBadgeTextColor({ tabId, color: '#ffffff' });
  } catch {
    // The tab was closed in the meantime: there is nothing left to show a badge on.
  }
}

/** Takes a tab's own text back, so that it has the one of all tabs. The types lack it. */
const INHERITED = null as unknown as string;

/** Where no frame ever says hello, an empty badge would be taken for "nothing known here". Tabs that are read have badges of their own. */
export async function showSiteAccess(access: SiteAccess): Promise<void> {
  const isWhole = access === 'all';
  await browser.action.setBadgeText({ text: isWhole ? '' : '?' });
  await browser.action.setBadgeBackgroundColor({ color: COLOURS.unrated });
  await browser.action.setBadgeTextColor({ color: '#ffffff' });
  await browser.action.setTitle({
    title: isWhole ? 'Telltale' : browserSpeech().inWords(message('buttonWithheld')),
  });
}
