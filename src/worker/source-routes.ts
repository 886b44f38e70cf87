import { isOfPolicy } from '@/core/policy-sources.ts';
import { API_SOURCE } from '@/core/source.ts';
import { lookAtList } from './list-look.ts';
import type { RouterParts, Routes } from './routes.ts';

type SourceRoute =
  'coverage' | 'sources' | 'subscribe' | 'changeSource' | 'removeSource' | 'lookAtList' | 'refreshSource';

/** Where indicators come from. */
export function createSourceRoutes(
  parts: Pick<RouterParts, 'sources' | 'subscriptions' | 'sync'>,
): Routes<SourceRoute> {
  return {
    coverage: () => parts.sources.coverage(),
    sources: () => parts.subscriptions.views(),
    subscribe: (wanted) => parts.subscriptions.add(wanted),

    async changeSource({ id, ...change }) {
      const answer = await parts.sources.change(id, change);
      if (!answer.ok) return answer;
      if (change.on === false) await parts.subscriptions.stop(id);
      // What was switched on is due at once.
      await parts.subscriptions.plan();
      if (id === API_SOURCE.id && change.on !== undefined) await parts.sync.reconfigure();
      return answer;
    },

    async removeSource(id) {
      if (id === API_SOURCE.id || isOfPolicy(id)) return;
      await dropSource(parts, id);
      await parts.subscriptions.plan();
    },

    lookAtList,

    refreshSource(id) {
      // Its end and its failures are told with the source; nobody waits for it.
      void parts.subscriptions.refresh(id);
    },
  };
}

/** With its rows, and whatever is under way for it. */
export async function dropSource(
  { subscriptions, sources }: Pick<RouterParts, 'sources' | 'subscriptions'>,
  id: string,
): Promise<void> {
  await subscriptions.stop(id);
  await sources.remove(id);
}
