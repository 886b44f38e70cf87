import { INDICATOR_TYPES, LEVELS, type Level } from './indicator.ts';
import { sayInvalid } from './invalid.ts';
import { checkTemplate } from './pivots.ts';
import { QUIET_PORTALS } from './site-rules.ts';
import { CATEGORIES, CONFIDENCES, INDUSTRIES } from './sync-filter.ts';
import { message, type Message } from './words.ts';
import { z } from './schema.ts';

const allowEntrySchema = z.object({
  /** A canonical value, a domain that covers everything below it, or a CIDR block. */
  value: z.string().min(1),
  scope: z.enum(['value', 'domain-and-below', 'range']),
  reason: z.string(),
  /** ISO 8601. */
  added: z.string(),
  /** ISO 8601: from then on it counts no more. */
  expires: z.string().optional(),
});
export type AllowEntry = z.infer<typeof allowEntrySchema>;

function fadeDays(days: number) {
  return z.number().int().min(1).max(3650).nullable().default(days);
}

/** The user's settings, the API key excepted: that is kept apart so that no export or log can take it along. */
export const settingsSchema = z.object({
  /** Origin of the API, with a path prefix if there is one; "/api/v1/iocs" is added to it. */
  baseUrl: z.string().default('https://socdefenders.ai'),
  authHeader: z.enum(['bearer', 'x-api-key']).default('bearer'),
  /** How far back the first sync asks; the plan may reach back less. */
  lookbackDays: z.number().int().min(1).max(3650).default(365),
  syncEveryMinutes: z.number().int().min(1).max(1440).default(15),
  /** What is fetched, of each kind one of the values; an empty list fetches everything. */
  filters: z
    .object({
      types: z.array(z.enum(INDICATOR_TYPES)).default([]),
      confidences: z.array(z.enum(CONFIDENCES)).default([]),
      categories: z.array(z.enum(CATEGORIES)).default([]),
      industries: z.array(z.enum(INDUSTRIES)).default([]),
    })
    .prefault({}),
  /** Whether each row's text about its value is fetched, too: about a third of what is sent. */
  withContext: z.boolean().default(true),
  /** Name of the parameter that leaves it out; the API's reference does not give it. */
  contextParameter: z
    .string()
    .regex(/^[a-z][a-z_]{0,39}$/, 'a parameter is named in small letters and underscores')
    .default('include_context'),
  /** Hosts that the user switched off; every other one is on. */
  sitesOff: z.array(z.string()).default([]),
  /** Hosts, with all names below each, where known values are listed and counted, but not marked (site-rules.ts). */
  sitesQuiet: z.array(z.string()).default([...QUIET_PORTALS]),
  /** Hosts below quiet ones that are marked all the same. */
  sitesLoud: z.array(z.string()).default([]),
  /** What is known at a lower level is listed, and not marked. */
  lowestMarked: z.enum(LEVELS as [Level, ...Level[]]).default('unrated'),
  allowlist: z.array(allowEntrySchema).default([]),
  /** Days without a new report after which a row is old news; null: never. A hash never fades. */
  fadeAfterDays: z
    .object({ ip: fadeDays(30), url: fadeDays(30), domain: fadeDays(90), email: fadeDays(180) })
    .prefault({}),
  /** Other tools that a value can be opened in (pivots.ts). */
  pivots: z
    .object({
      own: z
        .array(
          z.object({
            id: z.string().min(1).max(64),
            name: z.string().trim().min(1).max(60),
            types: z.array(z.enum(INDICATOR_TYPES)).min(1),
            template: z
              .string()
              .max(2048)
              .refine((text) => checkTemplate(text).ok, 'the address cannot be used'),
          }),
        )
        .max(100)
        .default([]),
      hidden: z.array(z.string()).default([]),
      order: z.array(z.string()).max(1000).default([]),
      confirmed: z.array(z.string()).default([]),
    })
    .prefault({}),
  paintReferences: z
    .object({ cve: z.boolean(), mitre_attack: z.boolean() })
    .default({ cve: true, mitre_attack: true }),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/**
 * "https://socdefenders.ai/api/v1/iocs/" -> "https://socdefenders.ai". The key travels with every request, so plain
 * http is refused except to this machine.
 */
export function parseBaseUrl(text: string): { ok: true; baseUrl: string } | { ok: false; reason: Message } {
  const trimmed = text.trim();
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  } catch {
    return { ok: false, reason: message('urlNotWebApi') };
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisMachine(url.hostname)))
    return { ok: false, reason: message('urlNotHttpsApi') };
  if (url.username || url.password)
    return {
      ok: false,
      reason: message('urlWithLoginApi'),
    };
  const path = url.pathname.replace(/\/+$/, '').replace(/\/api(\/v1(\/iocs)?)?$/, '');
  return { ok: true, baseUrl: url.origin + path };
}

/**
 * One setting from outside, checked and spelled as it is stored.
 * `reason`: what is wrong with it; `ofAddress` where it is the API's address, so that the reason says how to put it right.
 */
export function parseSetting(
  name: keyof Settings,
  value: unknown,
): { ok: true; value: unknown } | { ok: false; reason: Message; ofAddress?: true } {
  const parsed = settingsSchema.shape[name].safeParse(value);
  if (!parsed.success) return { ok: false, reason: sayInvalid(parsed.error) };
  if (name !== 'baseUrl' || typeof parsed.data !== 'string') return { ok: true, value: parsed.data };
  const address = parseBaseUrl(parsed.data);
  return address.ok ? { ok: true, value: address.baseUrl } : { ...address, ofAddress: true };
}

/** Whether a name from outside is one of a setting. */
export function isSetting(name: string): name is keyof Settings {
  return Object.hasOwn(settingsSchema.shape, name);
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
