import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

export interface UserSchema extends DBSchema {
  /**
   * `settings`, `sources`: whatever was stored, by this version or another one. `key`: an ApiKey. `list-key ID`: the key of
   * the source ID, apart from it so that no export or log can take it along. `current-case`: the id of a case. `case-trash`: cases that were deleted.
   */
  kept: {
    key: 'settings' | 'key' | 'sources' | 'current-case' | 'case-trash' | `list-key ${string}`;
    value: unknown;
  };
  /** By id: a Case each, as this version or another one stored it. */
  cases: { key: string; value: unknown };
  /** By caseKey: a Note each. */
  notes: { key: string; value: unknown };
}

/** What the user told us. It only ever grows by stores: nothing that is there is rebuilt or moved. */
export function userDatabase(name: string): {
  open(): Promise<IDBPDatabase<UserSchema>>;
  close(): Promise<void>;
} {
  let opening: Promise<IDBPDatabase<UserSchema>> | undefined;
  return { open, close };

  function open(): Promise<IDBPDatabase<UserSchema>> {
    if (opening) return opening;
    const attempt = openDB<UserSchema>(name, 2, {
      upgrade(db, oldVersion) {
        if (oldVersion < 1) db.createObjectStore('kept');
        if (oldVersion < 2) for (const store of ['cases', 'notes'] as const) db.createObjectStore(store);
      },
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        opening = undefined;
      },
      terminated: () => (opening = undefined),
    });
    opening = attempt;
    attempt.catch(() => (opening = undefined)); // the next call tries again
    return attempt;
  }

  async function close(): Promise<void> {
    const closing = opening;
    opening = undefined;
    // One that never opened needs no closing.
    await closing?.then(
      (db) => db.close(),
      () => {},
    );
  }
}
