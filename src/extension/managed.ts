import { browser } from 'wxt/browser';
import { readPolicy, withoutKeys, type Policy } from '@/core/policy.ts';

export interface ManagedPolicy {
  /** What the administrator has set, without its keys: as the browser says, and as it said last until it has said so anew. */
  read(): Promise<Policy>;
  /** As the browser says, keys included. A Chromium that has just been opened takes seconds to say it. */
  confirmed(): Promise<Policy>;
}

export interface PolicyMemory {
  /** What `keep` was given last, also by an earlier worker. */
  last(): Promise<unknown>;
  keep(raw: object): Promise<void>;
}

/**
 * The policy of the browser's administrator (docs/policy.md). A key in it is kept from content scripts where the browser can do that;
 * elsewhere whoever takes over a page's process could read it.
 * @param onChange called when it is another one than was remembered, also while the browser runs
 */
export function managedPolicy(memory: PolicyMemory, onChange: () => void): ManagedPolicy {
  const { managed } = browser.storage as unknown as { managed: Managed };
  void managed.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }).catch(() => undefined);
  let isAnswered = false;
  let asked = ask();
  let remembered: Promise<Policy> | undefined;
  void asked.then(async ({ bare }) => {
    if (JSON.stringify(bare) === JSON.stringify((await last()) ?? {})) return;
    onChange();
    await memory.keep(bare).catch(() => undefined);
  });
  browser.storage.onChanged.addListener((_, area) => {
    if (area !== 'managed') return;
    asked = ask();
    // A key that is another one is news, too.
    onChange();
    void asked.then(({ bare }) => memory.keep(bare)).catch(() => undefined);
  });

  async function ask(): Promise<{ bare: object; shown: Policy; full: Policy }> {
    // Firefox rejects where there is no policy at all.
    const raw = await managed.get().catch(() => ({}));
    isAnswered = true;
    const bare = withoutKeys(raw);
    return { bare, shown: readPolicy(bare), full: readPolicy(raw) };
  }

  /** Nothing is remembered where it cannot be read: what the browser says is soon there. */
  function last(): Promise<unknown> {
    return memory.last().catch(() => undefined);
  }

  return {
    async read() {
      const answer = asked.then(({ shown }) => shown);
      return isAnswered ? answer : Promise.race([answer, (remembered ??= last().then(readPolicy))]);
    },
    confirmed: () => asked.then(({ full }) => full),
  };
}

interface Managed {
  get(): Promise<Record<string, unknown>>;
  setAccessLevel?(level: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
}
