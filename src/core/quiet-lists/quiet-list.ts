import type { Key } from '@/core/words.ts';

/** Dated data of one kind of shared service. */
export interface QuietList {
  name: string;
  /** Day on which it was last gone through, ISO 8601. */
  asOf: string;
  /** Who says so. */
  source: string;
  /** What each of them is, to be read after "bit.ly is". */
  kind: Kind;
  /** Canonical host names and addresses between blanks, each without "www."; it stands for itself, not for names below it. */
  hosts: string;
}

type Kind = Extract<Key, `kind${string}`>;
