import { isCounted, type Observable, type Verdict } from '@/core/indicator.ts';
import { normalize } from '@/core/normalize.ts';
import { EMPTY, type TabState } from '@/extension/tab-states.ts';
import type { Pages } from './matcher.ts';
import { pagesOf } from './read-page.ts';
import type { Frame, RouterParts } from './routes.ts';

type Parts = Pick<RouterParts, 'matcher' | 'tabs' | 'showBadge' | 'broadcast' | 'tellFrames'>;

/** The reader should know first of all when the page itself is the indicator, and when it is one no more (allowed, switched off). */
export async function beginPage(
  parts: Parts,
  frame: Frame,
  { isNew, active, isTaken, epoch }: { isNew: boolean; active: boolean; isTaken: boolean; epoch: number },
): Promise<void> {
  if (isNew) {
    await parts.showBadge(frame.tabId, await parts.tabs.update(frame.tabId, () => newPage(epoch)));
    parts.broadcast('access');
    // Nobody waits for it: the frames' reports come as messages of their own.
    void parts.tellFrames(frame.tabId, 'report');
  } else await parts.tabs.update(frame.tabId, (state) => countedAnew(state, epoch));
  if (isTaken && frame.frameId === 0)
    await parts.showBadge(
      frame.tabId,
      await parts.tabs.update(frame.tabId, (state) => ({ ...state, isTaken: true })),
    );
  await noteListedAddress(parts, frame, active);
}

function newPage(epoch: number): TabState {
  return { ...EMPTY, epoch, page: crypto.randomUUID() };
}

/** After a change of indicators or settings every value is asked about again: nobody probes by that, and a long first sync must not use up the budget. */
function countedAnew(state: TabState, epoch: number): TabState {
  return state.epoch === epoch ? state : { ...state, epoch, asked: [] };
}

async function noteListedAddress(parts: Parts, frame: Frame, active: boolean): Promise<void> {
  const address = /^https?:/.test(frame.frameUrl) ? normalize('url', frame.frameUrl) : undefined;
  if (!address?.ok) return;
  const observable: Observable = { type: 'url', value: address.value };
  const { page, listedAddress } = await parts.tabs.read(frame.tabId);
  const wasListed = listedAddress?.value === observable.value;
  const isListed = active && (await isCountedNow(parts, observable, pagesOf(frame, undefined)));
  if (isListed === wasListed) return;
  const state = await parts.tabs.update(frame.tabId, (before) => {
    // The tab may show another page by now.
    if (before.page !== page) return before;
    const { listedAddress: _, ...rest } = before;
    return isListed ? { ...rest, listedAddress: observable } : rest;
  });
  await parts.showBadge(frame.tabId, state);
  parts.broadcast('access');
}

async function isCountedNow(parts: Parts, observable: Observable, pages: Pages): Promise<boolean> {
  const [verdict]: (Verdict | undefined)[] = await parts.matcher.match([observable], pages);
  return verdict !== undefined && isCounted(verdict);
}
