import { browser } from 'wxt/browser';
import { readPolicy, type Policy } from '@/core/policy.ts';

export interface ManagedPolicy {
  /** What the administrator has set, read once and again after each change. */
  read(): Promise<Policy>;
}

/**
 * The policy of the browser's administrator (docs/policy.md). A key in it is kept from content scripts where the browser can do that;
 * elsewhere whoever takes over a page's process could read it.
 * @param onChange called when it changed while the browser runs
 */
export function managedPolicy(onChange: () => void): ManagedPolicy {
  let policy: Promise<Policy> | undefined;
  const { managed } = browser.storage as unknown as { managed: Managed };
  void managed.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }).catch(() => undefined);
  browser.storage.onChanged.addListener((_, area) => {
    if (area !== 'managed') return;
    policy = undefined;
    onChange();
  });
  return {
    // Firefox rejects where there is no policy at all.
    read: () => (policy ??= managed.get().then(readPolicy, () => readPolicy(undefined))),
  };
}

interface Managed {
  get(): Promise<Record<string, unknown>>;
  setAccessLevel?(level: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
}
