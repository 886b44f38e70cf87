import { diskFull } from '@/core/disk-room.ts';
import { API_SOURCE } from '@/core/source.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import { message, type Value } from '@/core/words.ts';
import { isForWantOfRoom } from '@/store/disk-room.ts';
import type { RouterParts, Routes } from './routes.ts';

type Parts = Pick<RouterParts, 'user' | 'sync' | 'sources' | 'epoch' | 'broadcast' | 'now'>;
type StatusRoute =
  | 'syncStatus'
  | 'syncNow'
  | 'testConnection'
  | 'dismissGaps'
  | 'clearIndicators'
  | 'storageTrouble'
  | 'forgetDamage';

/** How the copy of the API's indicators and the databases are, and what the user does about it. */
export function createStatusRoutes(parts: Parts): Routes<StatusRoute> {
  return {
    testConnection: () => parts.sync.test(),
    syncStatus: () => statusOf(parts),
    syncNow() {
      // Its end and its failures are in the status; nobody waits for it.
      void parts.sync.run();
    },

    dismissGaps: () => parts.sync.dismissGaps(),

    async clearIndicators() {
      await parts.sync.clear();
      await parts.epoch.advance();
      parts.broadcast('status');
    },

    storageTrouble: () => parts.user.settings().then(() => undefined, describeTrouble),

    async forgetDamage() {
      await parts.user.forgetDamage();
      parts.broadcast('status');
    },
  };
}

/** Of the API's sync, as far as the other sources do not change what it means to the user. */
async function statusOf({ sync, sources, user, now }: Parts): Promise<SyncStatus> {
  const [status, all, held, damage] = await Promise.all([
    sync.status(),
    sources.all(),
    sources.coverage().then(
      ({ rows }) => ({ rows }),
      async (error: unknown) => ({ rows: 0, trouble: await describeTrouble(error) }),
    ),
    user.damage(),
  ]);
  const isOn = all.get(API_SOURCE.id)?.on ?? true;
  return {
    ...status,
    ...('trouble' in held && {
      error: { reason: 'storage', text: held.trouble, at: new Date(now()).toISOString() },
    }),
    ...(!isOn && { phase: { state: 'off' } }),
    ...(damage && { damage: message(DAMAGE[damage]) }),
    otherRows: Math.max(0, held.rows - (isOn ? status.rows : 0)),
  };
}

async function describeTrouble(error: unknown): Promise<Value> {
  if (await isForWantOfRoom(error)) return diskFull();
  return message('userBroken', { error: String(error).slice(0, 200) });
}

const DAMAGE = { restored: 'userRestored', lost: 'userLost' } as const;
