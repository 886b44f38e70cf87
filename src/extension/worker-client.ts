import { browser } from 'wxt/browser';
import { diskFull, isShortOfRoom } from '@/core/disk-room.ts';
import type { Value } from '@/core/words.ts';
import { ask as send, type Broadcast, type ProtocolMap } from './messages.ts';
import { NOTHING } from './sender.ts';

/** Asks the worker from one of our own pages. Rejects when the worker went away before it answered: retry or say so. */
export async function ask<R extends keyof ProtocolMap>(
  route: R,
  ...payload: Parameters<ProtocolMap[R]>
): Promise<ReturnType<ProtocolMap[R]>> {
  const answer: unknown = await send(route, ...payload);
  if (answer === undefined) throw new Error('The worker went away.');
  return (answer === NOTHING ? undefined : answer) as ReturnType<ProtocolMap[R]>; // as the worker's router gives it
}

/**
 * A question that may be asked again without harm: asked once more if the worker went away before it answered, which
 * also wakes it. Rejects if it does not answer then.
 */
export async function askAgain<R extends keyof ProtocolMap>(
  route: R,
  ...payload: Parameters<ProtocolMap[R]>
): Promise<ReturnType<ProtocolMap[R]>> {
  try {
    return await ask(route, ...payload);
  } catch {
    return ask(route, ...payload);
  }
}

/**
 * Why nothing is answered, as far as it can be told: by the worker, and where that is silent, too, by a look at the disk. On a full
 * one the browser may not even start it.
 */
export async function findTrouble(patienceMs = PATIENCE_MS): Promise<Value | undefined> {
  const silence = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs));
  const told = await Promise.race([askAgain('storageTrouble').catch(() => undefined), silence]);
  if (told !== undefined) return told;
  // Where it cannot be told, there is room.
  const room = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return isShortOfRoom(room) ? diskFull() : undefined;
}

/** A worker that says nothing for so long may never say anything. */
export const PATIENCE_MS = 6000;

/** Calls back when the worker says that something changed. */
export function onBroadcast(callback: (about: Broadcast['broadcast']) => void, signal: AbortSignal): void {
  const listener = (message: unknown): undefined => {
    const about = (message as Partial<Broadcast> | null)?.broadcast;
    if (about) callback(about);
  };
  browser.runtime.onMessage.addListener(listener);
  signal.addEventListener('abort', () => browser.runtime.onMessage.removeListener(listener), { once: true });
}
