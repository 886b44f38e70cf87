import type { ApiError } from './answer.ts';
import type { Behaviour, Format, Plan } from './behaviour.ts';

const DAY = 86_400_000;
const FORMATS: readonly string[] = ['json', 'csv', 'txt'] satisfies Format[];
// prettier-ignore
const FILTER_VALUES = {
  type: [
    'ipv4', 'ipv6', 'domain', 'url', 'md5', 'sha1', 'sha256', 'sha512', 'email', 'cve', 'mitre_attack',
  ],
  category: ['news', 'research', 'threat-intel', 'vendor', 'government'],
  confidence: ['high', 'medium', 'low'],
  industry: [
    'finance', 'healthcare', 'government', 'technology', 'manufacturing', 'retail', 'energy', 'education',
    'telecom', 'transportation', 'defense', 'water',
  ],
} as const;
export type Filter = keyof typeof FILTER_VALUES;
const FILTERS = Object.keys(FILTER_VALUES) as Filter[];

/** A request as it is carried out: after clamping. */
export interface Query {
  filters: Partial<Record<Filter, string>>;
  /** Ms since the epoch, later than asked where the plan does not reach back so far. */
  since: number;
  until: number;
  limit: number;
  /** What `meta.limit` says; not always the truth. */
  toldLimit: number;
  offset: number;
  format: Format;
  withContext: boolean;
}

class Refusal extends Error {
  parameter: string;
  constructor(parameter: string, message: string) {
    super(message);
    this.parameter = parameter;
  }
}

/** Reads and clamps the parameters. Unknown parameters are ignored, a known one with a wrong value is a 400. */
export function readQuery(
  params: URLSearchParams,
  behaviour: Behaviour,
  plan: Plan,
  now: number,
): { ok: true; query: Query } | { ok: false; error: ApiError } {
  try {
    return { ok: true, query: parse(params, behaviour, plan, now) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { message, parameter } = error;
    return { ok: false, error: { status: 400, code: 'invalid_parameter', message, details: { parameter } } };
  }
}

function parse(params: URLSearchParams, behaviour: Behaviour, plan: Plan, now: number): Query {
  const earliest = lookbackStart(now, plan.lookbackDays, behaviour.lookback);
  const asked = readInteger(params, 'limit', 1) ?? behaviour.defaultLimit;
  if (asked > plan.maxLimit && behaviour.oversizeLimit === 'refuse')
    throw new Refusal('limit', `limit must be between 1 and ${plan.maxLimit}.`);
  const limit = Math.min(asked, plan.maxLimit);
  return {
    filters: readFilters(params, behaviour),
    since: Math.max(readTime(params, 'since') ?? earliest, earliest),
    until: readTime(params, 'until') ?? now,
    limit,
    toldLimit: behaviour.oversizeLimit === 'echo' ? asked : limit,
    offset: readInteger(params, 'offset', 0) ?? 0,
    format: readFormat(params),
    withContext: readOne(params, behaviour.contextParameter) !== 'false',
  };
}

function lookbackStart(now: number, days: number, mode: Behaviour['lookback']): number {
  const start = now - days * DAY;
  return mode === 'rolling' ? start : Math.floor(start / DAY) * DAY;
}

function readFilters(params: URLSearchParams, { allFilter }: Behaviour): Query['filters'] {
  const filters: Query['filters'] = {};
  for (const name of FILTERS) {
    const value = readOne(params, name)?.toLowerCase();
    if (value === undefined || (value === 'all' && allFilter === 'ignore')) continue;
    const canonical = value === 'mitre-attack' ? 'mitre_attack' : value;
    const allowed: readonly string[] = FILTER_VALUES[name];
    if (!allowed.includes(canonical)) throw new Refusal(name, `${name} takes one of: ${allowed.join(', ')}.`);
    filters[name] = canonical;
  }
  return filters;
}

function readFormat(params: URLSearchParams): Format {
  const format = readOne(params, 'format') ?? 'json';
  if (!FORMATS.includes(format)) throw new Refusal('format', `format takes one of: ${FORMATS.join(', ')}.`);
  return format as Format; // one of FORMATS, as just checked
}

function readInteger(params: URLSearchParams, name: string, least: number): number | undefined {
  const text = readOne(params, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least)) throw new Refusal(name, `${name} must be a whole number from ${least}.`);
  return value;
}

/** ISO 8601, a date or a moment with its zone: a moment without one could mean anything. */
const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

function readTime(params: URLSearchParams, name: string): number | undefined {
  const text = readOne(params, name);
  if (text === undefined) return undefined;
  const time = ISO_8601.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw new Refusal(name, `${name} must be an ISO 8601 date or time.`);
  return time;
}

function readOne(params: URLSearchParams, name: string): string | undefined {
  const values = params.getAll(name);
  if (values.length > 1) throw new Refusal(name, `${name} takes one value.`);
  return values[0];
}
