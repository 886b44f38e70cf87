import { useEffect, useState } from 'preact/hooks';
import { message } from '@/core/words.ts';
import type { Outcome } from './options-actions.ts';

export interface SavedText {
  text: string;
  write(text: string): void;
  /** The user is done with it: from now on it follows what is stored. */
  leave(): void;
  /** What became of the last change. */
  outcome?: Outcome;
  /** Back to how it was before; absent where nothing changed. */
  takeBack?: () => void;
}

/** A text that is saved as it is written, so that none of it is lost with the panel. One change is on its way at a time; the last one wins. */
export function useSavedText(stored: string, save: (text: string) => Promise<Outcome>): SavedText {
  const [text, setText] = useState(stored);
  const [before] = useState(stored);
  const [isWriting, setWriting] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [queue] = useState(() => new SaveQueue());
  useEffect(() => {
    if (!isWriting) setText(stored);
  }, [stored, isWriting]);
  useEffect(() => {
    const hurry = () => queue.hurry(save);
    addEventListener('pagehide', hurry);
    return () => removeEventListener('pagehide', hurry);
  }, [queue, save]);

  const write = (next: string) => {
    setWriting(true);
    setText(next);
    void queue.send(next, save).then((answer) => answer && setOutcome(answer));
  };
  return {
    text,
    write,
    // What was refused stays to be corrected.
    leave: () => outcome?.ok === true && stored === text && setWriting(false),
    ...(outcome && { outcome }),
    ...(text !== before && { takeBack: () => write(before) }),
  };
}

class SaveQueue {
  #wanted: string | undefined;
  #isBusy = false;

  /** Answers what became of the last text that was wanted; nothing where a later or earlier call answers for it. */
  async send(text: string, save: (text: string) => Promise<Outcome>): Promise<Outcome | undefined> {
    this.#wanted = text;
    if (this.#isBusy) return undefined;
    this.#isBusy = true;
    let answer: Outcome | undefined;
    while (this.#wanted !== undefined) {
      const next: string = this.#wanted;
      this.#wanted = undefined;
      answer = await save(next).catch(() => UNREACHABLE);
    }
    this.#isBusy = false;
    return answer;
  }

  /** The page is going: what waits for its turn waits no more. */
  hurry(save: (text: string) => Promise<Outcome>): void {
    if (this.#wanted !== undefined) void save(this.#wanted);
  }
}

const UNREACHABLE: Outcome = {
  ok: false,
  reason: message('notSaved'),
};
