import { parseArgs } from 'node:util';
import { defaultBehaviour } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { startEmulator } from './emulator.ts';
import type { EmulatorOptions } from './emulator.ts';
import type { RequestRecord } from './request-record.ts';

const USAGE = `node test/support/emulator/main.ts [options]

  --port N              default: any free port
  --feed FILE           TSV or JSON, gzipped or not; default: the bundled sample feed
  --key KEY             the key to accept
  --tier TIER           free, pro (default) or enterprise
  --max-limit N         rows per request, instead of the tier's
  --lookback-days N     instead of the tier's
  --rate N              requests a minute, instead of the tier's
  --daily-quota N       requests a UTC day
  --oversize-limit HOW  clamp (default), echo or refuse
  --lookback HOW        rolling (default) or utc-midnight
  --order HOW           stored (default), newest, oldest or unstable
  --spelling HOW        plain (default), defanged, upper or padded
  --spread-days N       how far back the invented dates of a TSV feed reach; default: 20
  --skew-seconds N      how far the API's clock runs ahead
  --delay-ms N          answer every request this late
  --retry-after, --cors, --gzip, --etag
  --quiet               do not print requests
`;

const CHOICES = {
  tier: ['free', 'pro', 'enterprise'],
  'oversize-limit': ['clamp', 'echo', 'refuse'],
  lookback: ['rolling', 'utc-midnight'],
  order: ['stored', 'newest', 'oldest', 'unstable'],
  spelling: ['plain', 'defanged', 'upper', 'padded'],
};

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    feed: { type: 'string' },
    key: { type: 'string' },
    tier: { type: 'string' },
    'max-limit': { type: 'string' },
    'lookback-days': { type: 'string' },
    rate: { type: 'string' },
    'daily-quota': { type: 'string' },
    'oversize-limit': { type: 'string' },
    lookback: { type: 'string' },
    order: { type: 'string' },
    spelling: { type: 'string' },
    'spread-days': { type: 'string' },
    'skew-seconds': { type: 'string' },
    'delay-ms': { type: 'string' },
    'retry-after': { type: 'boolean' },
    cors: { type: 'boolean' },
    gzip: { type: 'boolean' },
    etag: { type: 'boolean' },
    quiet: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

if (values.help) {
  console.log(USAGE);
} else {
  const emulator = await startEmulator(readOptions());
  console.log(`API emulator: ${emulator.url}  (${emulator.rows.length} rows)\nKey: ${emulator.key}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
}

function readOptions(): EmulatorOptions {
  const options: Record<string, unknown> = {
    port: number('port'),
    feed: values.feed,
    key: values.key,
    tier: choice('tier'),
    maxLimit: number('max-limit'),
    lookbackDays: number('lookback-days'),
    requestsPerMinute: number('rate'),
    dailyQuota: number('daily-quota'),
    oversizeLimit: choice('oversize-limit'),
    lookback: choice('lookback'),
    order: choice('order'),
    spelling: choice('spelling'),
    spreadDays: number('spread-days'),
    skewMs: (number('skew-seconds') ?? 0) * 1000,
    retryAfter: values['retry-after'],
    cors: values.cors,
    gzip: values.gzip,
    etag: values.etag,
    faults: slowness(number('delay-ms')),
    onRequest: values.quiet ? undefined : logRequest,
  };
  // An option that was not given must be absent, not undefined: it would hide the default.
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function slowness(ms: number | undefined): Behaviour['faults'] {
  return ms === undefined ? defaultBehaviour().faults : () => ({ kind: 'slow', ms });
}

type NumberOption =
  | 'port'
  | 'max-limit'
  | 'lookback-days'
  | 'rate'
  | 'daily-quota'
  | 'spread-days'
  | 'skew-seconds'
  | 'delay-ms';
function number(name: NumberOption): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : fail(`--${name} takes a number.`);
}

function choice(name: keyof typeof CHOICES): string | undefined {
  const text = values[name];
  if (text === undefined || CHOICES[name].includes(text)) return text;
  return fail(`--${name} takes one of: ${CHOICES[name].join(', ')}.`);
}

function fail(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}

/** Never the key: the record does not hold it. */
function logRequest({ method, path, query, auth, keyState, status, rows }: RequestRecord): void {
  const search = new URLSearchParams(query).toString();
  const outcome = [
    status ?? 'no answer',
    rows === undefined ? undefined : `${rows} rows`,
    auth,
    `key ${keyState}`,
  ];
  console.log(`${method} ${path}${search && `?${search}`}  ${outcome.filter(Boolean).join(', ')}`);
}
