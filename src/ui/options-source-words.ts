import { formatAge } from '@/core/dates.ts';
import type { ListFormat, Source } from '@/core/source.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import type { SourceView } from '@/extension/messages.ts';
import { formatUntil } from './time.tsx';

/** Where a source stands, in sentences: what there is, how fresh it is, what happens next. */
export function describeSource(view: SourceView, now: number, api?: SyncStatus): string[] {
  const { source, rows, bytes, isStored } = view;
  const held = `${counted(rows, 'indicator')}, ${formatBytes(bytes)} on this machine.`;
  return [...(isStored ? [held] : []), ...freshness(view, now, api), ...(source.on ? [] : [offText(source)])];
}

function freshness(view: SourceView, now: number, api: SyncStatus | undefined): string[] {
  switch (view.source.kind) {
    case 'api':
      return api ? apiFreshness(view, api, now) : [];
    case 'file':
      return view.list?.taken ? [`Imported ${formatAge(view.list.taken.at, now)}.`] : [];
    case 'subscription':
      return subscriptionFreshness(view, now);
  }
}

function apiFreshness(
  { source }: SourceView,
  { phase, lastSuccess, nextRun }: SyncStatus,
  now: number,
): string[] {
  if (!source.on) return lastSuccess ? [`Synced ${formatAge(lastSuccess, now)}.`] : [];
  if (phase.state === 'unconfigured') return ['Not connected: it needs an API key, which is entered above.'];
  return [
    lastSuccess ? `Synced ${formatAge(lastSuccess, now)}.` : 'Never synced.',
    ...(phase.state === 'syncing' ? ['Syncing now.'] : []),
    ...(phase.state === 'waiting' ? [`Goes on ${formatUntil(phase.until, now)}.`] : []),
    ...(phase.state === 'idle' && nextRun ? [`Next run ${formatUntil(nextRun, now)}.`] : []),
  ];
}

function subscriptionFreshness({ source, list, nextRun, progress }: SourceView, now: number): string[] {
  const { checked, taken } = list ?? {};
  // The server may have said many times since that nothing changed.
  const isOlder = checked !== undefined && taken !== undefined && taken.at < checked;
  return [
    checked
      ? `Fetched ${formatAge(checked, now)}${isOlder ? `, unchanged since ${formatAge(taken.at, now)}` : ''}.`
      : 'Not fetched yet.',
    ...(progress ? [`Fetching now: ${counted(progress.rows, 'indicator')} so far.`] : []),
    ...(source.on && !progress && nextRun !== undefined
      ? [`Next run ${formatUntil(new Date(nextRun).toISOString(), now)}.`]
      : []),
  ];
}

function offText({ kind }: Source): string {
  const fetched = kind === 'file' ? '' : ', and nothing is fetched';
  return `Switched off: what is here stays, but nothing is compared with it${fetched}.`;
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** 1 MB is 1,000,000 bytes, as file managers and disks have it. */
export function formatBytes(bytes: number): string {
  const [unit, size] = BYTE_UNITS.find(([, each]) => bytes >= each) ?? [];
  if (!unit) return counted(bytes, 'byte');
  const amount = bytes / size;
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount).toLocaleString('en')} ${unit}`;
}

const BYTE_UNITS = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

export const KIND_NAMES: Record<Source['kind'], string> = {
  api: 'API',
  file: 'File',
  subscription: 'Subscription',
};

export const FORMAT_NAMES: Record<ListFormat, string> = {
  csv: 'CSV: a table with columns',
  txt: 'Text: one value a line',
  json: 'JSON as the API sends it',
  stix: 'STIX 2.1 bundle',
  misp: 'MISP event or feed',
  urlhaus: 'abuse.ch URLhaus',
  threatfox: 'abuse.ch ThreatFox',
  feodo: 'abuse.ch Feodo Tracker',
};
