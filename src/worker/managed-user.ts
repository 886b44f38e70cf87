import { isOfPolicy } from '@/core/policy-sources.ts';
import { hash52 } from '@/core/string-hash.ts';
import type { ManagedPolicy } from '@/extension/managed.ts';
import type { UserStore } from '@/store/user.ts';
import { message } from '@/core/words.ts';

/**
 * The user's settings as the administrator's policy leaves them: what it sets holds, and cannot be changed. The lists that it names stand
 * beside the user's own, and go when the policy goes. Keys, and whose rows are nobody's any more, wait until the browser has said what it is.
 */
export function underPolicy(user: UserStore, { read, confirmed }: ManagedPolicy): UserStore {
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
    async sources() {
      const [own, { sources }] = await Promise.all([user.sources(), read()]);
      return [...own, ...sources.map(({ source }) => source)];
    },
    async sourceIds() {
      const [own, { sources }] = await Promise.all([user.sourceIds(), confirmed()]);
      return [...own, ...sources.map(({ source }) => source.id)];
    },
    async listKey(id) {
      if (!isOfPolicy(id)) return user.listKey(id);
      return (await confirmed()).sources.find(({ source }) => source.id === id)?.key;
    },
    async key() {
      if ((await read()).key === undefined) return user.key();
      const { key } = await confirmed();
      return key === undefined ? user.key() : { value: key, version: `policy ${hash52(key).toString(36)}` };
    },
    async setKey(value) {
      if ((await read()).key !== undefined)
        throw new Error('Your organisation sets the key; it cannot be changed here.');
      return user.setKey(value);
    },
  };
}
