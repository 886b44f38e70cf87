import { API_SOURCE, sourceSchema, type Source } from '@/core/source.ts';
import { DEFAULT_SETTINGS, parseSetting, settingsSchema, type Settings } from '@/core/settings.ts';
import type { Value } from '@/core/words.ts';
import { copyFile, type CopyFile } from './user-copy.ts';
import { userDatabase } from './user-db.ts';
import { recordStore, type RecordStore } from './user-records.ts';
import type { UserDamage, UserTransaction } from './user-schema.ts';

export interface ApiKey {
  value: string;
  /** A new one each time a key is set, so that one can tell that it changed without keeping a copy of it. */
  version: string;
}

/** What the user told us: settings, sources, the API key, cases and notes. Never deleted by us, whatever happens to the indicators. */
export interface UserStore extends RecordStore {
  settings(): Promise<Settings>;
  /** Changes the named settings. A change that is refused says why and changes nothing. */
  setSettings(change: Partial<Settings>): Promise<{ ok: true } | { ok: false; reason: Value }>;
  key(): Promise<ApiKey | undefined>;
  /** An empty key removes it. */
  setKey(value: string): Promise<void>;
  /** Where indicators come from, the API first: it is always there. */
  sources(): Promise<Source[]>;
  /** Also of those that only a newer version can read: their rows are not nobody's. */
  sourceIds(): Promise<string[]>;
  /** Adds a source, or changes the one of this id. */
  saveSource(source: Source): Promise<void>;
  /** Forgets a source with its key; its rows are the indicator store's. The API stays. */
  removeSource(id: string): Promise<void>;
  /** What the publisher of a list gave the user to ask for it. */
  listKey(source: string): Promise<string | undefined>;
  setListKey(source: string, key: string): Promise<void>;
  /** Forgets all of it: settings, sources, keys, cases and notes. */
  erase(): Promise<void>;
  /** What happened to all this, until the user has read of it. */
  damage(): Promise<UserDamage | undefined>;
  forgetDamage(): Promise<void>;
  /** Whether there was a database of indicators before; from now on there was. */
  noteCache(): Promise<boolean>;
  /** The administrator's policy as the browser said it last, without keys; nothing until `keepPolicy` was told one. */
  lastPolicy(): Promise<unknown>;
  keepPolicy(raw: object): Promise<void>;
  close(): Promise<void>;
}

/** Opens with the first call. It lies in the extension's own origin: content scripts cannot reach it. */
export function openUserStore(options: { name?: string; copy?: CopyFile } = {}): UserStore {
  const { name = 'user', copy = copyFile(name) } = options;
  const { read, copied, dropBroken, close, ...database } = userDatabase(name, copy);
  /** Every question of a page needs them. */
  let settings: Promise<Settings> | undefined;

  return {
    ...recordStore(read, change),
    settings: knownSettings,
    setSettings,
    key: async () => readKey(await read((all) => all.get('kept', 'key'))),
    setKey,
    sources: async () => readSources(await read((all) => all.get('kept', 'sources'))),
    sourceIds: async () => readSourceIds(await read((all) => all.get('kept', 'sources'))),
    saveSource: (source) =>
      changeSources((stored) =>
        stored.some((other) => isNamed(other, source.id))
          ? stored.map((other) => (isNamed(other, source.id) ? source : other))
          : [...stored, source],
      ),
    removeSource,
    listKey: async (source) => readListKey(await read((all) => all.get('kept', `list-key ${source}`))),
    setListKey: (source, key) =>
      change(async (all) => void (await all.objectStore('kept').put(key, `list-key ${source}`))),
    erase,
    damage: async () => readDamage(await read((all) => all.get('kept', 'damage'))),
    forgetDamage: () => change((all) => all.objectStore('kept').delete('damage')),
    noteCache,
    lastPolicy: () => read((all) => all.get('kept', 'policy')),
    keepPolicy: (raw) => change(async (all) => void (await all.objectStore('kept').put(raw, 'policy'))),
    close,
  };

  function knownSettings(): Promise<Settings> {
    if (settings) return settings;
    const reading = read((all) => all.get('kept', 'settings')).then(readSettings);
    settings = reading;
    reading.catch(() => (settings = undefined)); // the next call tries again
    return reading;
  }

  /** What is read meanwhile may be from before or from after. */
  async function change<T>(work: (transaction: UserTransaction) => Promise<T>): Promise<T> {
    try {
      return await database.change(work);
    } finally {
      settings = undefined;
    }
  }

  async function erase(): Promise<void> {
    await change(
      async (all) =>
        void (await Promise.all(Array.from(all.objectStoreNames, (store) => all.objectStore(store).clear()))),
    );
    // What is forgotten stands in no copy either, nor where it could not be read.
    await copied();
    await dropBroken();
  }

  async function noteCache(): Promise<boolean> {
    if ((await read((all) => all.get('kept', 'cache-made'))) === true) return true;
    await change(async (all) => void (await all.objectStore('kept').put(true, 'cache-made')));
    return false;
  }

  async function setSettings(
    wanted: Partial<Settings>,
  ): Promise<{ ok: true } | { ok: false; reason: Value }> {
    const checked = checkChange(wanted);
    if (!checked.ok) return checked;
    await change(async (all) => {
      const kept = all.objectStore('kept');
      const stored = await kept.get('settings');
      // Fields of a newer version, and damaged ones that were not set anew, are left as they are.
      await kept.put({ ...(isRecord(stored) ? stored : {}), ...checked.change }, 'settings');
    });
    return { ok: true };
  }

  function changeSources(decide: (stored: unknown[]) => unknown[]): Promise<void> {
    return change(async (all) => {
      const kept = all.objectStore('kept');
      const stored = await kept.get('sources');
      await kept.put(decide(Array.isArray(stored) ? stored : []), 'sources');
    });
  }

  async function removeSource(id: string): Promise<void> {
    await changeSources((stored) => stored.filter((other) => !isNamed(other, id)));
    await change((all) => all.objectStore('kept').delete(`list-key ${id}`));
  }

  function setKey(value: string): Promise<void> {
    const trimmed = value.trim();
    return change(async (all) => {
      const kept = all.objectStore('kept');
      if (trimmed === '') await kept.delete('key');
      else await kept.put({ value: trimmed, version: crypto.randomUUID() }, 'key');
    });
  }
}

function readDamage(stored: unknown): UserDamage | undefined {
  return stored === 'restored' || stored === 'lost' ? stored : undefined;
}

function readListKey(stored: unknown): string | undefined {
  return typeof stored === 'string' && stored !== '' ? stored : undefined;
}

function isNamed(stored: unknown, id: string): boolean {
  return isRecord(stored) && stored['id'] === id;
}

/** Those of a newer version that cannot be read are left where they are, and not used. */
function readSources(stored: unknown): Source[] {
  const sources = (Array.isArray(stored) ? stored : []).flatMap(
    (each) => sourceSchema.safeParse(each).data ?? [],
  );
  const api = sources.find(({ id }) => id === API_SOURCE.id) ?? API_SOURCE;
  return [{ ...api, kind: 'api' }, ...sources.filter(({ id }) => id !== API_SOURCE.id)];
}

function readSourceIds(stored: unknown): string[] {
  const entries: unknown[] = Array.isArray(stored) ? stored : [];
  return [
    API_SOURCE.id,
    ...entries.flatMap((each) => (isRecord(each) && typeof each['id'] === 'string' ? each['id'] : [])),
  ];
}

const FIELDS = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[];

/** Field by field: one that does not parse falls back to its default, and in a list only the bad entries are dropped. */
export function readSettings(stored: unknown): Settings {
  const read: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  if (!isRecord(stored)) return settingsSchema.parse({});
  for (const field of FIELDS) {
    const schema = settingsSchema.shape[field];
    const value = Object.hasOwn(stored, field) ? stored[field] : undefined;
    const sound = Array.isArray(value) ? value.filter((entry) => schema.safeParse([entry]).success) : value;
    const parsed = schema.safeParse(sound);
    if (parsed.success) read[field] = parsed.data;
  }
  return settingsSchema.parse(read);
}

function checkChange(
  change: Partial<Settings>,
): { ok: true; change: Partial<Settings> } | { ok: false; reason: Value } {
  const checked: Record<string, unknown> = {};
  for (const field of FIELDS) {
    const value: unknown = change[field];
    if (value === undefined) continue;
    const parsed = parseSetting(field, value);
    if (!parsed.ok) return { ok: false, reason: parsed.reason };
    checked[field] = parsed.value;
  }
  return { ok: true, change: checked };
}

function readKey(stored: unknown): ApiKey | undefined {
  if (!isRecord(stored)) return undefined;
  const { value, version } = stored;
  return typeof value === 'string' && value !== '' && typeof version === 'string'
    ? { value, version }
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
