import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Listed } from './judge.ts';

export interface ReportPage {
  /** "casbaneiro": the file's name without ending. */
  name: string;
  file: string;
  /** What the report lists and shows, from `<name>.expected.json`. */
  expected: Listed[];
}

const ENDING = '.expected.json';

/** Every report of a folder that says what is expected of it. */
export async function reportPages(folder: string): Promise<ReportPage[]> {
  const names = (await readdir(folder))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
  if (names.length === 0) throw new Error(`${folder} holds no *${ENDING}`);
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name + ENDING), 'utf8');
      const { expected } = JSON.parse(text) as { expected: Listed[] };
      return { name, file: `${name}.html`, expected };
    }),
  );
}
