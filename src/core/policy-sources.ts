import { sayInvalid } from './invalid.ts';
import { LIST_PRESETS } from './list-presets.ts';
import { checkListUrl, KEY_PLACE } from './list-url.ts';
import { sourceSchema, type Source } from './source.ts';
import { hash52 } from './string-hash.ts';
import { message, type Message, type Value } from './words.ts';
import { z } from './schema.ts';

/** A list that the organisation has subscribed everybody to. */
export interface PolicySource {
  source: Source;
  /** Takes the place of `{key}` in the address; told to nobody else. */
  key?: string;
}

/** As a user's subscription has them. A preset says what the entry leaves open. */
const entrySchema = z.strictObject({
  ...sourceSchema.pick({ name: true, url: true }).partial().shape,
  ...sourceSchema.pick({ format: true, confidence: true, tlp: true, everyMinutes: true }).shape,
  maxAgeDays: sourceSchema.shape.maxAgeDays,
  preset: z.enum(LIST_PRESETS.map(({ id }) => id)).optional(),
  key: z.string().trim().min(1).max(1000).optional(),
});

const PREFIX = 'policy-';
const DAILY = 1440;

/** Whether a source is one of the policy's: no user can change or remove it. */
export function isOfPolicy(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** What a policy has as its `sources`. An entry that is wrong costs only itself, and is told. */
export function readPolicySources(entries: readonly unknown[]): {
  sources: PolicySource[];
  problems: Value[];
} {
  const sources = new Map<string, PolicySource>();
  const problems: Value[] = [];
  entries.forEach((entry, at) => {
    const read = readEntry(entry);
    const id = read.ok ? read.source.source.id : '';
    if (read.ok && !sources.has(id)) return void sources.set(id, read.source);
    const reason = read.ok ? message('subscribedAlready') : read.reason;
    problems.push(message('policySource', { name: nameOf(entry) ?? `#${at + 1}`, reason }));
  });
  return { sources: [...sources.values()], problems };
}

function readEntry(entry: unknown): { ok: true; source: PolicySource } | { ok: false; reason: Message } {
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) return { ok: false, reason: sayWrong(parsed.error) };
  const { preset: id, key, ...own } = parsed.data;
  const preset = LIST_PRESETS.find((each) => each.id === id);
  const { name, url, format, everyMinutes = DAILY } = { ...preset, ...own };
  if (name === undefined) return { ok: false, reason: wrongField('name') };
  const checked = checkListUrl(url ?? '');
  if (!checked.ok) return checked;
  if (checked.url.includes(KEY_PLACE) && key === undefined) return { ok: false, reason: wrongField('key') };
  const source = sourceSchema.safeParse({
    ...own,
    name,
    url: checked.url,
    format,
    everyMinutes,
    // Of what decides which rows there are: a list at another address, or read otherwise, is another one.
    id: `${PREFIX}${hash52(`${format} ${checked.url}`).toString(36)}`,
    kind: 'subscription',
    addedAt: '2026-01-01T00:00:00Z',
  });
  if (!source.success) return { ok: false, reason: sayInvalid(source.error) };
  return { ok: true, source: { source: source.data, ...(key !== undefined && { key }) } };
}

/** Which field it is: whoever wrote the policy looks for it there. */
function sayWrong({ issues: [issue] }: z.ZodError): Message {
  if (issue?.code === 'unrecognized_keys')
    return message('policySourceUnknown', { name: (issue.keys[0] ?? '').slice(0, 60) });
  const [field] = issue?.path ?? [];
  return field === undefined ? message('notSavable') : wrongField(String(field));
}

function wrongField(name: string): Message {
  return message('policySourceField', { name });
}

function nameOf(entry: unknown): string | undefined {
  const { name } = (entry ?? {}) as { name?: unknown };
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 60) : undefined;
}
