import { useCallback, useMemo, useState } from 'preact/hooks';
import { defang } from '@/core/defang.ts';
import { keyOf, type Observable } from '@/core/indicator.ts';
import { say } from './say.tsx';

/** The values that are chosen, by their keys. */
export interface Choice {
  chosen: ReadonlySet<string>;
  toggle(key: string): void;
  /** Chooses all of these beside what is chosen, or none of them. */
  set(keys: readonly string[], isChosen: boolean): void;
  clear(): void;
}

export function useChoice(): Choice {
  const [chosen, choose] = useState<ReadonlySet<string>>(NONE);
  const clear = useCallback(() => choose(NONE), []);
  return useMemo(
    () => ({
      chosen,
      toggle: (key) => choose((before) => changed(before, [key], !before.has(key))),
      set: (keys, isChosen) => choose((before) => changed(before, keys, isChosen)),
      clear,
    }),
    [chosen, clear],
  );
}

const NONE: ReadonlySet<string> = new Set();

function changed(
  before: ReadonlySet<string>,
  keys: readonly string[],
  isChosen: boolean,
): ReadonlySet<string> {
  const next = new Set(before);
  for (const key of keys) {
    if (isChosen) next.add(key);
    else next.delete(key);
  }
  return next;
}

export function Choose({ item, itemKey, choice }: { item: Observable; itemKey: string; choice: Choice }) {
  return (
    <input
      type="checkbox"
      class="choose"
      aria-label={say('choose', { value: defang(item) })}
      checked={choice.chosen.has(itemKey)}
      onChange={() => choice.toggle(itemKey)}
    />
  );
}

/** Chooses all values that are shown, or takes them out of the choice again. */
export function ChooseAll({ shown, choice }: { shown: readonly Observable[]; choice: Choice }) {
  const { chosen } = choice;
  const areAll = useMemo(
    () => chosen.size >= shown.length && shown.every((item) => chosen.has(keyOf(item))),
    [shown, chosen],
  );
  if (shown.length < 2) return null;
  return (
    <p class="choose-row small">
      <button
        type="button"
        class="button quiet choose-all"
        aria-pressed={areAll}
        onClick={() => choice.set(shown.map(keyOf), !areAll)}
      >
        {areAll ? say('chooseNone', { number: shown.length }) : say('chooseAll', { number: shown.length })}
      </button>
    </p>
  );
}
