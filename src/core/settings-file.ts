import { isOfPolicy } from './policy-sources.ts';
import { readRecords, type Records } from './records.ts';
import { isSetting, parseSetting, type Settings } from './settings.ts';
import { sourceSchema, type Source } from './source.ts';
import { message, type Value } from './words.ts';
import { z } from './schema.ts';

/** A subscription as a settings file holds it: without its key, and without what became of it here. */
const listSchema = sourceSchema
  .pick({ name: true, confidence: true, tlp: true, maxAgeDays: true, everyMinutes: true, format: true })
  .extend({ url: z.string().max(2048) });
export type ListedSubscription = z.infer<typeof listSchema>;

const VERSION = 1;
const fileSchema = z.object({
  telltale: z.literal('settings'),
  version: z.number().int().min(1),
  settings: z.record(z.string(), z.unknown()),
  lists: z.array(z.unknown()).default([]),
  cases: z.array(z.unknown()).default([]),
  notes: z.array(z.unknown()).default([]),
});

/**
 * All settings and subscriptions as a file to keep or to hand to a colleague. The API key and the lists' keys are not in it, nor which
 * hosts were agreed to: that is each user's own consent. Files that were imported are not in it either, only what can be fetched;
 * nor what the organisation's policy names, which is the organisation's to hand out.
 */
export function writeSettingsFile(
  settings: Settings,
  sources: readonly Source[],
  at: string,
  records: Records = { cases: [], notes: [] },
): string {
  const lists = sources
    .filter(({ id, kind }) => kind === 'subscription' && !isOfPolicy(id))
    .flatMap((source) => listSchema.safeParse(source).data ?? []);
  const file = {
    telltale: 'settings',
    version: VERSION,
    exported: at,
    settings: { ...settings, pivots: { ...settings.pivots, confirmed: [] } },
    lists,
    ...records,
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

export type SettingsFile =
  | {
      ok: true;
      /** What it sets; fields that it does not name stay as they are. */
      change: Partial<Settings>;
      lists: (ListedSubscription & { host: string })[];
      /** The cases and notes in it. */
      records: Records;
      /** What of it cannot be used, in words; the rest can. */
      problems: Value[];
    }
  | { ok: false; reason: Value };

/** Cases are most of it: 20,000 values with all that may be said of each. */
const LARGEST = 64_000_000;

/** Reads such a file. One bad setting costs only itself, and is told. */
export function readSettingsFile(text: string): SettingsFile {
  if (text.length > LARGEST) return { ok: false, reason: message('fileTooLarge') };
  if (text.trim() === '') return { ok: false, reason: message('fileEmpty') };
  const json = parseJson(text);
  const file = fileSchema.safeParse(json);
  if (!file.success)
    return { ok: false, reason: message(savedAs(json) === 'tools' ? 'fileIsTools' : 'fileNoSettings') };
  const problems: Value[] = file.data.version > VERSION ? [message('fileNewer')] : [];
  const change = readChange(file.data.settings, problems);
  const lists = file.data.lists.flatMap((list) => readList(list, problems));
  const records = readRecords(file.data, problems);
  return { ok: true, change, lists, records, problems };
}

/** "settings", "tools": what a file that was saved here says it is. */
export function savedAs(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'telltale' in json ? json.telltale : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readChange(settings: Record<string, unknown>, problems: Value[]): Partial<Settings> {
  const change: Record<string, unknown> = {};
  const ofAddress: Value[] = [];
  for (const field of Object.keys(settings)) {
    const parsed = isSetting(field) ? parseSetting(field, settings[field]) : undefined;
    if (parsed?.ok) change[field] = parsed.value;
    else if (parsed?.ofAddress) ofAddress.push(message('fileAddressKept', { reason: parsed.reason }));
    else problems.push(message(parsed ? 'fieldInvalid' : 'fieldUnknown', { field: field.slice(0, 60) }));
  }
  problems.push(...ofAddress);
  return change;
}

function readList(raw: unknown, problems: Value[]): (ListedSubscription & { host: string })[] {
  const list = listSchema.safeParse(raw).data;
  const address = list && URL.parse(list.url.replace('{key}', 'key'));
  if (list && address?.host) return [{ ...list, host: address.host }];
  problems.push(message('fileBadList'));
  return [];
}
