/** What was looked up lately, by a text. */
export interface Recent<T> {
  get(text: string): T | undefined;
  set(text: string, value: T): void;
  drop(isToGo: (value: T) => boolean): void;
}

/** Remembers two generations: what was not asked for since the older one began is gone when the younger one is full. @param most characters of the texts in each */
export function createRecent<T>(most: number): Recent<T> {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  let length = 0;

  function set(text: string, value: T): void {
    if (!young.has(text)) length += text.length;
    if (length > most) {
      old = young;
      young = new Map();
      length = text.length;
    }
    young.set(text, value);
  }

  return {
    get(text) {
      if (young.size === 0) return undefined;
      const found = young.get(text);
      if (found !== undefined) return found;
      const before = old.get(text);
      if (before !== undefined) set(text, before);
      return before;
    },
    set,
    drop(isToGo) {
      for (const generation of [young, old])
        for (const [text, value] of generation) if (isToGo(value)) generation.delete(text);
    },
  };
}
