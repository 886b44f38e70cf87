import type { Policy } from '@/core/policy.ts';
import { hash52 } from '@/core/string-hash.ts';
import type { UserStore } from '@/store/user.ts';
import { message } from '@/core/words.ts';

/** The user's settings as the administrator's policy leaves them: what it sets holds, and cannot be changed. */
export function underPolicy(user: UserStore, read: () => Promise<Policy>): UserStore {
  return {
    ...user,
    async settings() {
      const [own, { settings }] = await Promise.all([user.settings(), read()]);
      return { ...own, ...settings };
    },
    async setSettings(change) {
      const { settings } = await read();
      const isSame = (name: string) =>
        JSON.stringify(settings[name as keyof typeof settings]) ===
        JSON.stringify(change[name as keyof typeof change]);
      const refused = Object.keys(change).find((name) => name in settings && !isSame(name));
      if (refused !== undefined) return { ok: false, reason: message('managedSetting', { field: refused }) };
      const rest = Object.fromEntries(Object.entries(change).filter(([name]) => !(name in settings)));
      return user.setSettings(rest);
    },
    async key() {
      const { key } = await read();
      return key === undefined ? user.key() : { value: key, version: `policy ${hash52(key).toString(36)}` };
    },
    async setKey(value) {
      if ((await read()).key !== undefined)
        throw new Error('Your organisation sets the key; it cannot be changed here.');
      return user.setKey(value);
    },
  };
}
