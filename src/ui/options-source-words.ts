import { formatAge, formatSpan, formatUntil } from '@/core/dates.ts';
import type { ListFormat, Source } from '@/core/source.ts';
import type { SyncStatus } from '@/core/sync-status.ts';
import { type Key, type Message, message } from '@/core/words.ts';
import type { ListProgress, SourceView } from '@/extension/messages.ts';

/** Where a source stands, in sentences: what there is, how fresh it is, what happens next. */
export function describeSource(view: SourceView, now: number, api?: SyncStatus): Message[] {
  const { source, rows, bytes, isStored } = view;
  const held = message('sourceHeld', {
    indicators: message('indicators', { count: rows }),
    size: { bytes },
  });
  return [...(isStored ? [held] : []), ...freshness(view, now, api), ...(source.on ? [] : [offText(source)])];
}

function freshness(view: SourceView, now: number, api: SyncStatus | undefined): Message[] {
  switch (view.source.kind) {
    case 'api':
      return api ? apiFreshness(view, api, now) : [];
    case 'file':
      return view.list?.taken ? [message('importedWhen', { age: formatAge(view.list.taken.at, now) })] : [];
    case 'subscription':
      return subscriptionFreshness(view, now);
  }
}

function apiFreshness(
  { source }: SourceView,
  { phase, lastSuccess, nextRun }: SyncStatus,
  now: number,
): Message[] {
  const synced = lastSuccess && message('syncedWhen', { age: formatAge(lastSuccess, now) });
  if (!source.on) return synced ? [synced] : [];
  if (phase.state === 'unconfigured') return [message('notConnectedKey')];
  return [
    synced || message('neverSynced'),
    ...(phase.state === 'syncing' ? [message('syncingNow')] : []),
    ...(phase.state === 'waiting' ? [message('goesOn', { when: formatUntil(phase.until, now) })] : []),
    ...(phase.state === 'idle' && nextRun ? [message('nextRun', { when: formatUntil(nextRun, now) })] : []),
  ];
}

function subscriptionFreshness(view: SourceView, now: number): Message[] {
  const { source, nextRun, progress } = view;
  return [
    fetchedText(view, now),
    ...(progress
      ? [
          message('fetchingNow', { indicators: message('indicators', { count: progress.rows }) }),
          ...paceOf(progress),
        ]
      : []),
    ...(source.on && !progress && nextRun !== undefined
      ? [
          message('nextFetch', {
            when: formatUntil(new Date(nextRun).toISOString(), now),
            every: everyText(source.everyMinutes),
          }),
        ]
      : []),
  ];
}

/** How often a list may be asked, in minutes. */
export const EVERY: readonly (readonly [minutes: number, name: Message])[] = [
  [15, message('everySpan', { span: { span: 15, unit: 'minute' } })],
  [60, message('everyHour')],
  [360, message('everySpan', { span: { span: 6, unit: 'hour' } })],
  [1440, message('onceDaily')],
  [10_080, message('onceWeekly')],
];

/** A list that says nothing is asked once a day. */
function everyText(minutes = 1440): Message {
  const named = EVERY.find(([each]) => each === minutes)?.[1];
  return named ?? message('everySpan', { span: { span: minutes, unit: 'minute' } });
}

function fetchedText({ list }: SourceView, now: number): Message {
  const { checked, taken } = list ?? {};
  if (checked === undefined) return message('notFetched');
  const age = formatAge(checked, now);
  // The server may have said many times since that nothing changed.
  return taken !== undefined && taken.at < checked
    ? message('fetchedUnchanged', { age, before: formatAge(taken.at, now) })
    : message('fetchedWhen', { age });
}

function paceOf({ rate, secondsLeft }: ListProgress): Message[] {
  if (rate === undefined) return [];
  const perSecond = Math.round(rate);
  return [
    secondsLeft === undefined
      ? message('paceAlone', { rate: perSecond })
      : message('pace', { rate: perSecond, span: formatSpan(Math.max(1, secondsLeft)) }),
  ];
}

function offText({ kind }: Source): Message {
  return message(kind === 'file' ? 'offFile' : 'offFetched');
}

export const KIND_NAMES: Record<Source['kind'], Key> = {
  api: 'kindApi',
  file: 'kindFile',
  subscription: 'kindSubscription',
};

export const FORMAT_NAMES: Record<ListFormat, Key> = {
  csv: 'formatCsv',
  txt: 'formatTxt',
  json: 'formatJson',
  stix: 'formatStix',
  misp: 'formatMisp',
  urlhaus: 'formatUrlhaus',
  threatfox: 'formatThreatfox',
  feodo: 'formatFeodo',
};
