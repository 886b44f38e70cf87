import type { Policy, PolicyField } from '@/core/policy.ts';
import { API_SOURCE } from '@/core/source.ts';
import type { SettingsView } from '@/extension/messages.ts';
import type { RouterParts, Routes } from './routes.ts';
import { dropSource } from './source-routes.ts';

type Parts = Pick<
  RouterParts,
  'user' | 'policy' | 'sync' | 'sources' | 'subscriptions' | 'epoch' | 'broadcast'
>;

/** The user's settings and key, and the way back to none. */
export function createSettingsRoutes(
  parts: Parts,
): Routes<'getSettings' | 'setSettings' | 'setKey' | 'eraseAll'> {
  return {
    async getSettings() {
      const [settings, key, policy] = await Promise.all([
        parts.user.settings(),
        parts.user.key(),
        parts.policy.read(),
      ]);
      return { settings, hasKey: key !== undefined, ...managedView(policy) };
    },

    async setSettings(change) {
      const answer = await parts.user.setSettings(change);
      if (!answer.ok) return answer;
      if (ACCOUNT.some((name) => name in change)) await parts.sync.reconfigure();
      await parts.epoch.advance();
      parts.broadcast('settings');
      return { ok: true };
    },

    async setKey(key) {
      await parts.user.setKey(key);
      await parts.sync.reconfigure();
      parts.broadcast('settings');
    },

    async eraseAll() {
      const all = await parts.sources.all();
      for (const id of all.keys()) if (id !== API_SOURCE.id) await dropSource(parts, id);
      // Without a key nothing is fetched anew while the rest goes.
      await parts.user.erase();
      await parts.sync.reconfigure();
      await parts.sync.clear();
      await parts.subscriptions.plan();
      await parts.epoch.advance();
      for (const what of ['settings', 'status', 'sources', 'records'] as const) parts.broadcast(what);
    },
  };
}

/** Settings that decide what is fetched, from where and when. */
const ACCOUNT = [
  'baseUrl',
  'authHeader',
  'lookbackDays',
  'syncEveryMinutes',
  'filters',
  'withContext',
  'contextParameter',
] as const;

/** What is set is told, never the key. */
function managedView(policy: Policy): Pick<SettingsView, 'managed'> {
  const { settings, key, sources, pivotsForbidden, pivotsForRestricted, problems } = policy;
  const fields = Object.keys(settings) as PolicyField[];
  const hasKey = key !== undefined;
  const isThere =
    hasKey ||
    pivotsForRestricted ||
    fields.length + sources.length + pivotsForbidden.length + problems.length > 0;
  return isThere
    ? { managed: { fields, hasKey, sources: sources.length, pivotsForbidden, pivotsForRestricted, problems } }
    : {};
}
