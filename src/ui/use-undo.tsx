import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import type { Outcome } from './options-actions.ts';
import { OutcomeText } from './options-section.tsx';
import { say } from './say.tsx';

interface Undo<T> {
  /**
   * Does it, and then says so beside a button that takes it back; where it was refused, the reason. The offer stays until the next one.
   * `takeBack` is given what there is when it is clicked: what was added in between is to stay.
   */
  attempt(
    said: string,
    change: () => Promise<Outcome>,
    takeBack: (current: T) => Promise<Outcome>,
  ): Promise<Outcome>;
  bar: ComponentChild;
}

/** Takes changes of `current` back, on a click. */
export function useUndo<T>(current: T): Undo<T> {
  const [offered, setOffered] = useState<{ said: string; takeBack(current: T): Promise<Outcome> }>();
  const [refused, setRefused] = useState<Outcome>();

  const settle = (outcome: Outcome, offer: typeof offered) => {
    setRefused(outcome.ok ? undefined : outcome);
    if (outcome.ok) setOffered(offer);
    return outcome;
  };
  const bar = (
    <div class="undo-bar" role="status">
      {offered && (
        <p class="undo">
          {offered.said}{' '}
          <button
            type="button"
            class="button quiet"
            onClick={() => void offered.takeBack(current).then((outcome) => settle(outcome, undefined))}
          >
            {say('undo')}
          </button>
        </p>
      )}
      {refused && <OutcomeText outcome={refused} />}
    </div>
  );
  return {
    attempt: async (said, change, takeBack) => settle(await change(), { said, takeBack }),
    bar,
  };
}

/** The list with this entry in its old place again; where it is back already (told anew, it is another object), as it is. */
export function putBack<T>(list: readonly T[], entry: T, index: number): T[] {
  const told = JSON.stringify(entry);
  return list.some((other) => JSON.stringify(other) === told) ? [...list] : list.toSpliced(index, 0, entry);
}
