import { browser } from 'wxt/browser';
import type { Observable } from '@/core/indicator.ts';
import {
  type Anchor,
  type Area,
  around,
  type ReadingOrder,
  readingOrder,
  type Stops,
  type Walker,
  type Wanted,
  WALKER,
} from '@/core/reading-order.ts';

type Direction = 'next' | 'previous';

/** Goes to the next or previous painted mark of a tab, in reading order, through all its frames and around the end, and opens its card. */
export function goOn(tabId: number, direction: Direction): Promise<void> {
  return inTurn(tabId, async () => {
    await goAmong(tabId, {}, direction, true);
  });
}

/** Goes to the next occurrence of a value; to one that is not painted where none is. The focus stays where it is. */
export function goToValue(tabId: number, { type, value }: Observable): Promise<void> {
  const observable = { type, value };
  return inTurn(tabId, async () => {
    const isThere = await goAmong(tabId, { observable }, 'next', false);
    if (!isThere) await goAmong(tabId, { observable, unpainted: true }, 'next', false);
  });
}

const turns = new Map<number, Promise<void>>();

/** A key that is held down: each step begins where the one before it ended. */
function inTurn(tabId: number, act: () => Promise<void>): Promise<void> {
  const turn = (turns.get(tabId) ?? Promise.resolve()).then(act);
  turns.set(tabId, turn);
  return turn.finally(() => {
    if (turns.get(tabId) === turn) turns.delete(tabId);
  });
}

/** Nothing of it is kept here: the worker may have died since the last step. False where no such mark is shown. */
async function goAmong(
  tabId: number,
  wanted: Wanted,
  direction: Direction,
  focus: boolean,
): Promise<boolean> {
  const frames = await survey(tabId, wanted);
  const order = readingOrder(frames);
  const latest = latestOf(frames);
  const anchor = latest ?? (await firstInSight(tabId, frames, order));
  let open = latest?.frameId;
  for (const { frameId, from, to } of around(order.stretches, anchor, direction)) {
    // A card gives the focus back as it goes, so the one in another frame goes first.
    if (open !== undefined && open !== frameId) {
      await ask(tabId, open, 'leave');
      open = undefined;
    }
    const isBack = direction === 'previous';
    const area = await ask(tabId, frameId, 'go', { from, to, isBack, focus });
    if (!area) continue;
    await revealFrame(tabId, order, frameId, area);
    return true;
  }
  return false;
}

async function survey(tabId: number, wanted: Wanted): Promise<Stops[]> {
  const target = { tabId, allFrames: true };
  try {
    await browser.scripting.executeScript({ target, files: ['/walker.js'], injectImmediately: true });
    const answers = await browser.scripting.executeScript({
      target,
      injectImmediately: true,
      func: callWalker<'survey'>,
      args: [WALKER, 'survey', [wanted]],
    });
    return answers.flatMap(({ frameId, result }) => (result ? [{ frameId, ...result }] : []));
  } catch {
    // A page that cannot be read has no marks to go to.
    return [];
  }
}

function latestOf(frames: readonly Stops[]): Anchor | undefined {
  const visits = frames.flatMap(({ frameId, visited }) => (visited ? [{ frameId, ...visited }] : []));
  return visits.toSorted((a, b) => b.when - a.when)[0];
}

/** The mark to begin with: the first that begins in the viewport or below it; of a frame that the user is in, if it has any. */
async function firstInSight(
  tabId: number,
  frames: readonly Stops[],
  { stretches, places }: ReadingOrder,
): Promise<Anchor | undefined> {
  const focused = frames.find(({ hasFocus, path }) => hasFocus && path.length > 0)?.frameId;
  const below = new Map<number, Promise<number | undefined>>();
  const inFocus = stretches.filter(({ frameId }) => frameId === focused);
  for (const { frameId, from, to } of [...inFocus, ...stretches]) {
    const place = places.get(frameId);
    if (!place || place.bottom <= 0) continue;
    if (!below.has(frameId)) below.set(frameId, ask(tabId, frameId, 'firstBelow', Math.max(0, -place.top)));
    const at = await below.get(frameId);
    if (at !== undefined && at < to) return { frameId, at: Math.max(at, from), isNew: true };
  }
  return undefined;
}

/** A frame is as high and as wide as the message in it, as often as not: then it is the page around it that scrolls. */
async function revealFrame(tabId: number, order: ReadingOrder, from: number, area: Area): Promise<void> {
  let [parent, seen] = [order.places.get(from)?.parent, area];
  while (parent) {
    const moved = await ask(tabId, parent.frameId, 'reveal', parent.ordinal, seen);
    if (!moved) return;
    [parent, seen] = [order.places.get(parent.frameId)?.parent, moved];
  }
}

type Method = keyof Walker;

/** Undefined also where the frame has gone meanwhile. */
async function ask<M extends Method>(
  tabId: number,
  frameId: number,
  method: M,
  ...args: Parameters<Walker[M]>
): Promise<ReturnType<Walker[M]> | undefined> {
  try {
    const [answer] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [frameId] },
      injectImmediately: true,
      func: callWalker<M>,
      args: [WALKER, method, args],
    });
    // An answer that is absent comes as null.
    return answer?.result ?? undefined;
  } catch {
    return undefined;
  }
}

/** Runs in the page, as text: it may use nothing from outside. */
function callWalker<M extends Method>(
  name: string,
  method: M,
  args: Parameters<Walker[M]>,
): ReturnType<Walker[M]> | undefined {
  const walker = (globalThis as unknown as Record<symbol, Walker | undefined>)[Symbol.for(name)];
  const call = walker?.[method] as ((...given: Parameters<Walker[M]>) => ReturnType<Walker[M]>) | undefined;
  return call?.(...args);
}
