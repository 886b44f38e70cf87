import { readPolicySources, type PolicySource } from './policy-sources.ts';
import { DEFAULT_SETTINGS, parseSetting, type Settings } from './settings.ts';
import { message, type Value } from './words.ts';

/** Settings that an administrator may fix for everybody. The rest is each user's own. */
export const POLICY_FIELDS = [
  'baseUrl',
  'authHeader',
  'lookbackDays',
  'syncEveryMinutes',
  'filters',
  'withContext',
  'sitesOff',
  'sitesQuiet',
  'sitesLoud',
  'lowestMarked',
  'allowlist',
  'fadeAfterDays',
] as const satisfies readonly (keyof Settings)[];
export type PolicyField = (typeof POLICY_FIELDS)[number];

/** What the browser's managed policy sets. What it names cannot be changed by the user. */
export interface Policy {
  settings: Partial<Pick<Settings, PolicyField>>;
  key?: string;
  /** Lists that everybody is subscribed to. */
  sources: PolicySource[];
  /** Hosts, with all names below each, that no value may be opened at. */
  pivotsForbidden: string[];
  /** Values that a source marks TLP:RED or TLP:AMBER+STRICT may be opened in other tools all the same. */
  pivotsForRestricted: boolean;
  /** What of it cannot be used, in words for whoever wrote it. */
  problems: Value[];
}

export const NO_POLICY: Policy = {
  settings: {},
  sources: [],
  pivotsForbidden: [],
  pivotsForRestricted: false,
  problems: [],
};

/**
 * The contents of storage.managed -> what of them can be used. Chromium checks them against the schema that we ship, Firefox does not, and
 * neither knows what makes an address valid: so each field is checked here, and one that is wrong costs only itself.
 */
export function readPolicy(raw: unknown): Policy {
  const policy: Policy = structuredClone(NO_POLICY);
  if (typeof raw !== 'object' || raw === null) return policy;
  for (const [name, value] of Object.entries(raw)) readField(policy, name, value);
  bindKey(policy, Object.hasOwn(raw, 'baseUrl'));
  return policy;
}

/** The contents of storage.managed with other characters in the place of each key's: as valid as before, and no secret. */
export function withoutKeys(raw: Record<string, unknown>): Record<string, unknown> {
  const { apiKey, sources } = raw;
  return {
    ...raw,
    ...(typeof apiKey === 'string' && { apiKey: masked(apiKey) }),
    ...(Array.isArray(sources) && { sources: sources.map(withoutKey) }),
  };
}

function withoutKey(entry: unknown): unknown {
  const { key } = (entry ?? {}) as { key?: unknown };
  return typeof key === 'string' ? { ...(entry as object), key: masked(key) } : entry;
}

function masked(key: string): string {
  return key.replaceAll(/[\x21-\x7e]/g, 'x');
}

/** The organisation's key goes to the address that the policy names, else to the default one: no user can have it sent elsewhere. */
function bindKey(policy: Policy, namesAddress: boolean): void {
  if (policy.key === undefined || policy.settings.baseUrl !== undefined) return;
  if (!namesAddress) return void (policy.settings.baseUrl = DEFAULT_SETTINGS.baseUrl);
  delete policy.key;
  policy.problems.push(message('policyKeyUnused'));
}

function readField(policy: Policy, name: string, value: unknown): void {
  if (name === 'apiKey') return readKey(policy, value);
  if (name === 'sources' && Array.isArray(value)) return readSources(policy, value);
  if (name === 'pivotsForbidden') return readForbidden(policy, value);
  if (name === 'pivotsForRestricted' && typeof value === 'boolean')
    return void (policy.pivotsForRestricted = value);
  if (name === 'pivotsForRestricted' || name === 'sources')
    return void policy.problems.push(message('policyBad', { name }));
  if (!isPolicyField(name))
    return void policy.problems.push(message('policyUnknown', { name: name.slice(0, 60) }));
  const parsed = parseSetting(name, value);
  if (!parsed.ok)
    return void policy.problems.push(
      parsed.ofAddress
        ? message('policyBadBecause', { name, reason: parsed.reason })
        : message('policyBad', { name }),
    );
  Object.assign(policy.settings, { [name]: parsed.value });
}

function isPolicyField(name: string): name is PolicyField {
  return (POLICY_FIELDS as readonly string[]).includes(name);
}

function readKey(policy: Policy, value: unknown): void {
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value.trim())) policy.key = value.trim();
  else policy.problems.push(message('policyKeyBad'));
}

function readSources(policy: Policy, entries: readonly unknown[]): void {
  const { sources, problems } = readPolicySources(entries);
  policy.sources = sources;
  policy.problems.push(...problems);
}

const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?$/;

function readForbidden(policy: Policy, value: unknown): void {
  for (const host of Array.isArray(value) ? (value as unknown[]) : [value]) {
    const name = typeof host === 'string' ? host.trim().toLowerCase() : '';
    if (HOST.test(name)) policy.pivotsForbidden.push(name);
    else policy.problems.push(message('policyNoHost'));
  }
}

/** Whether a host, or one above it, is forbidden. */
export function isForbidden(host: string, forbidden: readonly string[]): boolean {
  const name = host.toLowerCase();
  const bare = name.replace(/:\d+$/, '');
  return forbidden.some((other) => name === other || bare === other || bare.endsWith(`.${other}`));
}
