import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { ROOT } from '../support/paths.ts';
import { makeUpFeed, type FeedText } from './store-feed.ts';

/** An extension that holds nothing but the store, its baseline and the feed to fill them with. */
export interface BenchExtension {
  folder: string;
  /** Where the feed came from, in words. */
  feed: string;
}

const SHARED = join(ROOT, '..', 'shared', 'feeds');
const FULL_FEED = 1_430_000;
const SEED = 20_261_124;

const MANIFEST = {
  manifest_version: 3,
  name: 'Store benchmark',
  version: '1.0',
  permissions: ['unlimitedStorage'],
  background: { service_worker: 'worker.js', type: 'module' },
};

/** @param share of the feed's lines to hold */
export async function makeExtension(folder: string, share: number): Promise<BenchExtension> {
  await mkdir(folder, { recursive: true });
  const [feed, worker] = await Promise.all([readSharedFeed(), bundleWorker()]);
  const { feed: lines, references } = firstShare(
    feed ?? makeUpFeed(FULL_FEED * share, SEED),
    feed ? share : 1,
  );
  const files = {
    'manifest.json': JSON.stringify(MANIFEST),
    'worker.js': worker,
    'page.html': '<!doctype html><title>Store benchmark</title>',
    'feed.tsv': lines,
    'references.txt': references,
  };
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
  return { folder, feed: feed ? 'the feed in ../shared/feeds' : 'a made-up feed' };
}

async function bundleWorker(): Promise<string> {
  const build = await rolldown({
    input: fileURLToPath(new URL('store-worker.ts', import.meta.url)),
    resolve: { alias: { '@': join(ROOT, 'src') } },
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  return output[0].code;
}

async function readSharedFeed(): Promise<FeedText | undefined> {
  const isThere = await access(join(SHARED, 'maltrail.tsv.gz')).then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  const [feed = '', references = ''] = await Promise.all(
    ['maltrail.tsv.gz', 'maltrail-references.txt.gz'].map(async (name) =>
      gunzipSync(await readFile(join(SHARED, name))).toString('utf8'),
    ),
  );
  return { feed, references };
}

function firstShare({ feed, references }: FeedText, share: number): FeedText {
  const lines = feed.trimEnd().split('\n');
  return { feed: lines.slice(0, Math.ceil(lines.length * share)).join('\n'), references };
}
