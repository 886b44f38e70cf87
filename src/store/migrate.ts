import type { IDBPDatabase } from 'idb';
import type { Indicator } from '@/core/indicator.ts';
import { commitRows, type Memory } from './commit.ts';
import { DamagedError } from './damage.ts';
import { beginsWith, type IndicatorsDb } from './db.ts';
import { inflate } from './flate.ts';
import { OLD_STORES } from './upgrade.ts';

interface OldSource {
  source: string;
  state: unknown;
}
interface OldBlock {
  source: string;
  number: number;
  rows: Uint8Array<ArrayBuffer>;
}

/**
 * Takes over what older versions stored, since a plan may not reach back as far as the rows do. To be run before
 * anybody else reads: a source's state stands from its first rows on. Where this is interrupted, the next call goes on;
 * rows that are moved twice are the same rows.
 */
export async function moveOldRows(db: IndicatorsDb, memory: Memory): Promise<void> {
  const old = db as unknown as IDBPDatabase; // stores that the schema does not know any more
  if (!old.objectStoreNames.contains(OLD_STORES.sources)) return;
  for (const { source, state } of (await old.getAll(OLD_STORES.sources)) as OldSource[]) {
    for (;;) {
      const blocks = (await old.getAll(OLD_STORES.blocks, beginsWith(source), AT_ONCE)) as OldBlock[];
      await addRows(
        db,
        { source, state, rows: (await Promise.all(blocks.map(readOldBlock))).flat() },
        memory,
      );
      if (blocks.length === 0) break;
      for (const { number } of blocks) await old.delete(OLD_STORES.blocks, [source, number]);
    }
    await old.delete(OLD_STORES.sources, source);
  }
}

/** Blocks of 500 rows. */
const AT_ONCE = 20;

async function addRows(
  db: IndicatorsDb,
  { source, state, rows }: OldSource & { rows: Indicator[] },
  memory: Memory,
): Promise<void> {
  const from = (await db.get('sources', source))?.version;
  const result = await commitRows(db, { source, rows, state: () => state, from }, memory);
  if (!result.ok) throw new DamagedError(`rows of an older version could not be moved: ${result.reason}`);
}

async function readOldBlock({ rows }: OldBlock): Promise<Indicator[]> {
  try {
    return JSON.parse(await inflate(rows, 'gzip')) as Indicator[]; // as written, under gzip's checksum
  } catch (cause) {
    throw new DamagedError('a block of an older version cannot be unpacked', { cause });
  }
}
