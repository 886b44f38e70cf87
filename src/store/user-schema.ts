import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';

export interface UserSchema extends DBSchema {
  /**
   * `settings`, `sources`: whatever was stored, by this version or another one. `key`: an ApiKey. `list-key ID`: the key of
   * the source ID, apart from it so that no export or log can take it along. `current-case`: the id of a case. `case-trash`: cases that were deleted.
   * `changes`: how many there were. `damage`: a UserDamage that the user has not read of. `cache-made`: there was a database of indicators.
   * `policy`: the administrator's, as the browser said it last, without keys.
   */
  kept: {
    key:
      | 'settings'
      | 'key'
      | 'sources'
      | 'current-case'
      | 'case-trash'
      | 'changes'
      | 'damage'
      | 'cache-made'
      | 'policy'
      | `list-key ${string}`;
    value: unknown;
  };
  /** By id: a Case each, as this version or another one stored it. */
  cases: { key: string; value: unknown };
  /** By caseKey: a Note each. */
  notes: { key: string; value: unknown };
}
export const USER_STORES = ['kept', 'cases', 'notes'] as const;

export type UserDb = IDBPDatabase<UserSchema>;
export type UserTransaction = IDBPTransaction<UserSchema, typeof USER_STORES, 'readwrite'>;

/** What became of a damaged database: it was put back from its copy, or that was damaged as well. */
export type UserDamage = 'restored' | 'lost';
