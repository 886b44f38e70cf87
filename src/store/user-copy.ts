import { USER_STORES, type UserDb } from './user-schema.ts';
import { z } from '@/core/schema.ts';

/** Where a text is kept apart from the databases' files. */
export interface CopyFile {
  /** `undefined`: nothing was ever written. */
  read(): Promise<string | undefined>;
  /** All of it or nothing. */
  write(text: string): Promise<void>;
}

/** A file of the origin's own that no page can reach, as little as the databases (OPFS, the origin private file system). */
export function copyFile(name: string): CopyFile {
  return {
    async read() {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle(name).catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
        throw error;
      });
      return (await handle?.getFile())?.text();
    },
    async write(text) {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle(name, { create: true });
      // What is written takes the file's place when it is closed, not before.
      const writing = await handle.createWritable();
      await writing.write(text);
      await writing.close();
    },
  };
}

const entries = z.array(z.tuple([z.string(), z.unknown()]));
const copySchema = z.object({
  /** How many changes the database had seen. */
  changes: z.number().int(),
  stores: z.object({ kept: entries, cases: entries, notes: entries }),
});
export type UserCopy = z.infer<typeof copySchema>;

/** `undefined` where it is damaged. */
export function parseCopy(text: string): UserCopy | undefined {
  try {
    return copySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** All that the database holds, as one text. */
export async function copyOf(db: UserDb): Promise<string> {
  const transaction = db.transaction(USER_STORES);
  const [changes, ...stores] = await Promise.all([
    transaction.objectStore('kept').get('changes'),
    ...USER_STORES.map(async (name): Promise<[string, [string, unknown][]]> => {
      const store = transaction.objectStore(name);
      const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
      return [name, keys.map((key, at) => [key, values[at]])];
    }),
  ]);
  return JSON.stringify({ changes: changes ?? 0, stores: Object.fromEntries(stores) });
}
