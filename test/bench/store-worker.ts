/** What runs in the worker of the benchmark's extension: the store and its baseline, filled and asked by commands from outside. */
import { browser } from 'wxt/browser';
import { storageKeys } from '@/core/index-key.ts';
import type { Indicator } from '@/core/indicator.ts';
import { openIndicatorStore, type IndicatorStore } from '@/store/indicators.ts';
import { createRandom } from './random.ts';
import { makeUpApiRows } from './store-api-rows.ts';
import { openRowStore, type Side } from './store-baseline.ts';
import { countWrites } from './store-bytes.ts';
import { readFeed, type Feed } from './store-feed.ts';
import { keysOf, makeUpValues, nearMisses } from './store-questions.ts';

export type SideName = 'blocks' | 'rows';
export type RowKind = 'feed' | 'api';

export interface Fill {
  side: SideName;
  kind: RowKind;
  /** Rows of that kind from this one up to, not including, that one. */
  from: number;
  to: number;
  /** So many are handed to the store at a time. */
  batch: number;
}
export interface Filled {
  /** Spent in the store alone. */
  ms: number;
  /** Only where they were to be counted. */
  bytes: number;
}
export interface Question {
  keys: string[];
  /** How many of the values are known; at least as many keys have a row. */
  known: number;
}
export interface FalseKnown {
  asked: number;
  wrong: number;
  /** Keys that have a row and were not found. */
  missed: number;
}

const SOURCE = 'bench';
const SEED = 20_261_124;
/** Keys that are asked for at a time where it is not about speed. */
const KEYS_AT_ONCE = 20_000;

const commands = {
  /** How many lines the feed has. */
  feedLines: async (): Promise<number> => (await feed()).lines,
  fill,
  fillCounted,
  question,
  ask,
  judge,
  count: (side: SideName, name?: string): Promise<number> => open(side, name).count(),
  usage,
};
export type Commands = typeof commands;

declare global {
  // oxlint-disable-next-line eslint/no-var -- only this declares a property of globalThis
  var bench: Commands;
}
globalThis.bench = commands;

// By a message a page of the extension wakes the worker, as any page does that asks.
browser.runtime.onMessage.addListener((message: { args: Parameters<typeof ask> }, _sender, answer) => {
  ask(...message.args).then(answer, (error: unknown) => answer({ error: String(error) }));
  return true;
});

/** Bytes of the databases on disk; right only once they were opened. What else Chromium counts is this script, kept compiled. */
async function usage(): Promise<number> {
  const estimate: StorageEstimate & { usageDetails?: { indexedDB?: number } } =
    await navigator.storage.estimate();
  return estimate.usageDetails?.indexedDB ?? estimate.usage ?? 0;
}

async function fill({ side, kind, from, to, batch }: Fill): Promise<Filled> {
  const store = open(side);
  let ms = 0;
  for (let at = from; at < to; at += batch) {
    const rows = await takeRows(kind, at, Math.min(to, at + batch));
    const start = performance.now();
    await store.add(rows);
    ms += performance.now() - start;
  }
  return { ms, bytes: 0 };
}

async function fillCounted(what: Fill): Promise<Filled> {
  const stop = countWrites(IDBObjectStore.prototype);
  const { ms } = await fill(what);
  return { ms, bytes: stop() };
}

/** `candidates` values, `known` of them out of the feed's first `stored` lines; other values for another seed. */
async function question(
  seed: number,
  { candidates, known, stored }: { candidates: number; known: number; stored: number },
): Promise<Question> {
  const random = createRandom(SEED + seed);
  const { row } = await feed();
  const keys = new Set<string>();
  for (let left = known; left > 0;) {
    const listed = row(random.between(0, stored - 1));
    if (!listed) continue;
    for (const key of keysOf(listed)) keys.add(key);
    left--;
  }
  const unknown = makeUpValues(SEED + 31 * seed);
  for (let left = candidates - known; left > 0; left--)
    for (const key of keysOf(unknown.next().value)) keys.add(key);
  return { keys: [...keys], known };
}

/** How long it takes until all is known about these keys, opening and loading included where nothing was asked before. */
async function ask(
  side: SideName,
  keys: readonly string[],
  name?: string,
): Promise<{ ms: number; found: number }> {
  const start = performance.now();
  const found = await open(side, name).find(keys);
  return { ms: performance.now() - start, found: found.size };
}

/**
 * Asks for `absent` made-up values and for near misses of each of the first `stored` lines of the feed, and compares with a plain
 * Set of the keys of these lines.
 */
async function judge(
  side: SideName,
  { absent, stored }: { absent: number; stored: number },
): Promise<FalseKnown> {
  const { row } = await feed();
  const listed = new Set<string>();
  for (let line = 0; line < stored; line++) for (const key of keysOfRow(row(line))) listed.add(key);
  const result: FalseKnown = { asked: 0, wrong: 0, missed: 0 };
  const store = open(side);
  let keys: string[] = [];
  const flush = async () => {
    const found = await store.find(keys);
    for (const key of keys) {
      if (found.has(key) && !listed.has(key)) result.wrong++;
      if (!found.has(key) && listed.has(key) && isComplete(side, key)) result.missed++;
    }
    keys = [];
  };
  for (const value of values(row, { absent, stored })) {
    result.asked++;
    keys.push(...keysOf(value));
    if (keys.length >= KEYS_AT_ONCE) await flush();
  }
  await flush();
  return result;
}

/** The row store does not keep the hosts of its URLs. */
function isComplete(side: SideName, key: string): boolean {
  return side === 'blocks' || !key.startsWith('p:');
}

function* values(row: Feed['row'], { absent, stored }: { absent: number; stored: number }) {
  const unknown = makeUpValues(SEED);
  for (let left = absent; left > 0; left--) yield unknown.next().value;
  for (let line = 0; line < stored; line++) {
    const listed = row(line);
    if (listed) yield* nearMisses(listed);
  }
}

function keysOfRow(row: Indicator | undefined): string[] {
  return row ? storageKeys(row) : [];
}

const opened = new Map<string, Side>();

function open(side: SideName, named?: string | null): Side {
  const name = named ?? side; // what was left out comes as null
  const store = opened.get(name) ?? (side === 'rows' ? openRowStore(name) : openBlockStore(name));
  opened.set(name, store);
  return store;
}

function openBlockStore(name: string): Side {
  const store = openIndicatorStore({ name, onRebuilt: (notice) => console.error(notice) });
  let version: Promise<string | undefined> | undefined;
  return {
    async add(rows) {
      version = commit(store, rows, await (version ?? versionOf(store)));
      await version;
    },
    find: async (keys) => new Set((await store.rowsFor(keys)).keys()),
    count: () => store.count(),
  };
}

async function versionOf(store: IndicatorStore): Promise<string | undefined> {
  return (await store.source(SOURCE))?.version;
}

async function commit(
  store: IndicatorStore,
  rows: readonly Indicator[],
  from: string | undefined,
): Promise<string> {
  const result = await store.commit({ source: SOURCE, rows, state: (counts) => counts, from });
  if (!result.ok) throw new Error(`The store did not take the rows: ${result.reason}`);
  return result.version;
}

async function takeRows(kind: RowKind, from: number, to: number): Promise<Indicator[]> {
  if (kind === 'api') return takeApiRows(from, to);
  const { row } = await feed();
  return Array.from({ length: to - from }, (_, i) => row(from + i) ?? []).flat();
}

let apiRows: { next: number; rows: Generator<Indicator, never> } | undefined;

function takeApiRows(from: number, to: number): Indicator[] {
  if (!apiRows || apiRows.next > from) apiRows = { next: 0, rows: makeUpApiRows(SEED, SOURCE) };
  const { rows } = apiRows;
  for (; apiRows.next < from; apiRows.next++) rows.next();
  apiRows.next = to;
  return Array.from({ length: to - from }, () => rows.next().value);
}

let reading: Promise<Feed> | undefined;

/** From the extension's own folder, and only once something needs it: a worker that merely answers is to hold nothing else. */
function feed(): Promise<Feed> {
  return (reading ??= readOwnFeed());
}

async function readOwnFeed(): Promise<Feed> {
  const [lines, references] = await Promise.all(
    ['/feed.tsv', '/references.txt'].map(async (file) => (await fetch(file)).text()),
  );
  return readFeed({ feed: lines ?? '', references: references ?? '' }, SOURCE, Date.UTC(2026, 10, 1));
}
