import { readFileSync } from 'node:fs';
import type { ListFormat } from '@/core/source.ts';
import type { ListBatch, ListOptions } from '@/import/list-batch.ts';
import { readList } from '@/import/read-list.ts';

export const OPTIONS: ListOptions = { source: 'made-up', added: 1000 };

/** A text as it arrives over a network that cuts it every `length` units. */
export async function* inPieces(text: string, length = 1000): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

/** All that a list holds, its batches joined. */
export async function readAll(
  text: string,
  format: ListFormat,
  options: Partial<ListOptions> = {},
  length?: number,
): Promise<Required<ListBatch>> {
  return join(readList(inPieces(text, length), format, { ...OPTIONS, ...options }));
}

export async function join(batches: AsyncIterable<ListBatch>): Promise<Required<ListBatch>> {
  const all: Required<ListBatch> = { rows: [], bad: [], ignored: 0 };
  for await (const { rows, bad, ignored } of batches) {
    all.rows.push(...rows);
    all.bad.push(...bad);
    all.ignored += ignored ?? 0;
  }
  return all;
}

export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/lists/${name}`, import.meta.url), 'utf8');
}
