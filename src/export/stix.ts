import type { IndicatorType, Level, Tlp } from '@/core/indicator.ts';
import {
  describePlace,
  nameOf,
  tlpOf,
  wordsOf,
  type ExportRow,
  type Provenance,
  type Seen,
} from './export-row.ts';
import { nameUuid, TELLTALE_NAMESPACE } from './name-uuid.ts';

interface StixObject {
  type: string;
  id: string;
  [property: string]: unknown;
}

/**
 * A STIX 2.1 bundle: an indicator a value (a vulnerability or an attack pattern where it is the id of one), the techniques it indicates, a
 * sighting on the page, and the page as a report. Ids are made of the values, so that importing twice changes nothing twice.
 */
export async function writeStix(rows: readonly ExportRow[], provenance: Provenance): Promise<string> {
  const maker = await idOf('identity', `Telltale ${provenance.version}`);
  const common = { spec_version: '2.1', created_by_ref: maker };
  const strictest = tlpOf(rows);
  const context: Context = { common, provenance, maker };
  const values = await Promise.all(rows.map((row) => valueObject(row, context)));
  const patterns = await techniqueObjects(rows, values, context);
  const sightings = await Promise.all(values.map((value, at) => sightingsOf(value, rows[at], context)));
  const report = await pageReport(values, strictest, context);
  const objects: StixObject[] = [
    identity(maker, provenance.version),
    ...markingDefinitions(rows),
    ...values,
    ...patterns,
    ...sightings.flat(),
    ...(report ? [report] : []),
  ];
  const unique = [...new Map(objects.map((object) => [object.id, object])).values()];
  const id = await idOf(
    'bundle',
    `${describePlace(provenance)} ${provenance.at} ${unique.map((each) => each.id).join(' ')}`,
  );
  return `${JSON.stringify({ type: 'bundle', id, objects: unique }, undefined, 2)}\n`;
}

interface Context {
  common: { spec_version: string; created_by_ref: string };
  provenance: Provenance;
  maker: string;
}

async function idOf(type: string, name: string): Promise<string> {
  return `${type}--${await nameUuid(`${type} ${name}`, TELLTALE_NAMESPACE)}`;
}

/** STIX wants milliseconds and a Z (section 3.2). */
function timestamp(iso: string): string {
  const time = Date.parse(iso);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString();
}

/** An object that has the same id in every export was not made at another time in each (section 3.6). */
const ALWAYS = { created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' };

function identity(id: string, version: string): StixObject {
  return {
    type: 'identity',
    spec_version: '2.1',
    id,
    ...ALWAYS,
    name: `Telltale ${version}`,
    identity_class: 'system',
  };
}

async function valueObject(row: ExportRow, { common, provenance }: Context): Promise<StixObject> {
  const words = wordsOf(row);
  const created = timestamp(words.first ?? row.explanation?.added ?? provenance.at);
  const latest = timestamp(words.last ?? created);
  const modified = latest < created ? created : latest;
  const description = [words.context, row.note].filter(Boolean).join('\n\n');
  const shared = {
    ...common,
    created,
    modified,
    ...(words.tags.length > 0 && { labels: words.tags }),
    ...(words.tlp && { object_marking_refs: [MARKINGS[words.tlp]] }),
    ...(description && { description }),
  };
  const references = words.article
    ? [{ source_name: words.article.title, url: words.article.url }]
    : words.sources.map((source_name) => ({ source_name, description: 'lists this value' }));
  if (row.type === 'cve')
    return {
      type: 'vulnerability',
      id: await idOf('vulnerability', row.value),
      ...shared,
      name: row.value,
      external_references: [{ source_name: 'cve', external_id: row.value }],
    };
  if (row.type === 'mitre_attack') return attackPattern(row.value, shared);
  return {
    type: 'indicator',
    id: await idOf('indicator', `${row.type}:${row.value}`),
    ...shared,
    name: row.value,
    pattern: patternOf(row.type, row.value),
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: created,
    ...(row.explanation && { indicator_types: ['malicious-activity'] }),
    ...confidence(words.level),
    ...(references.length > 0 && { external_references: references }),
  };
}

async function attackPattern(technique: string, shared: object): Promise<StixObject> {
  return {
    type: 'attack-pattern',
    id: await idOf('attack-pattern', technique),
    ...shared,
    name: technique,
    external_references: [{ source_name: 'mitre-attack', external_id: technique }],
  };
}

async function techniqueObjects(
  rows: readonly ExportRow[],
  values: readonly StixObject[],
  { common }: Context,
): Promise<StixObject[]> {
  const objects: StixObject[] = [];
  const given = new Set(rows.filter(({ type }) => type === 'mitre_attack').map(({ value }) => value));
  for (const [index, row] of rows.entries()) {
    const value = values[index];
    if (value?.type !== 'indicator') continue;
    for (const technique of wordsOf(row).techniques) {
      // What stands on the page itself is there already, with its own dates.
      if (!given.has(technique)) objects.push(await attackPattern(technique, { ...common, ...ALWAYS }));
      objects.push({
        type: 'relationship',
        id: await idOf('relationship', `${value.id} indicates ${technique}`),
        ...common,
        created: value['created'],
        modified: value['modified'],
        relationship_type: 'indicates',
        source_ref: value.id,
        target_ref: await idOf('attack-pattern', technique),
      });
    }
  }
  return objects;
}

/** That the value stood on a page is a sighting of it, by whoever wrote the page. */
async function sightingsOf(
  value: StixObject,
  row: ExportRow | undefined,
  context: Context,
): Promise<StixObject[]> {
  if (value.type !== 'indicator') return [];
  const seen = (row?.seen ?? [context.provenance]).filter((each) => describePlace(each) !== '');
  return Promise.all(seen.map((each) => sighting(value, each, context)));
}

async function sighting(value: StixObject, seen: Seen, { common, maker }: Context): Promise<StixObject> {
  const place = describePlace(seen);
  const made = timestamp(seen.at);
  return {
    type: 'sighting',
    id: await idOf('sighting', `${value.id} ${place} ${seen.at}`),
    ...common,
    created: made,
    modified: made,
    first_seen: made,
    last_seen: made,
    count: 1,
    sighting_of_ref: value.id,
    where_sighted_refs: [maker],
    summary: false,
    description: `Read on ${place}`,
  };
}

async function pageReport(
  values: readonly StixObject[],
  tlp: Tlp | undefined,
  { common, provenance }: Context,
): Promise<StixObject | undefined> {
  const { url, at } = provenance;
  const name = nameOf(provenance);
  if (name === undefined || values.length === 0) return undefined;
  const made = timestamp(at);
  return {
    type: 'report',
    id: await idOf('report', `${describePlace(provenance)} ${at}`),
    ...common,
    created: made,
    modified: made,
    name,
    ...(provenance.case?.note !== undefined && { description: provenance.case.note }),
    report_types: ['indicator'],
    published: made,
    object_refs: values.map(({ id }) => id),
    ...(url !== undefined && { external_references: [{ source_name: name, url }] }),
    ...(tlp && { object_marking_refs: [MARKINGS[tlp]] }),
  };
}

/** STIX patterns (section 9): a single comparison each. In strings a quote and a backslash are escaped. */
function patternOf(type: Exclude<IndicatorType, 'cve' | 'mitre_attack'>, value: string): string {
  const text = `'${value.replace(/[\\']/g, '\\$&')}'`;
  const operator = value.includes('/') && (type === 'ipv4' || type === 'ipv6') ? 'ISSUBSET' : '=';
  return `[${PATHS[type]} ${operator} ${text}]`;
}

const PATHS: Record<Exclude<IndicatorType, 'cve' | 'mitre_attack'>, string> = {
  ipv4: 'ipv4-addr:value',
  ipv6: 'ipv6-addr:value',
  domain: 'domain-name:value',
  url: 'url:value',
  email: 'email-addr:value',
  md5: 'file:hashes.MD5',
  sha1: "file:hashes.'SHA-1'",
  sha256: "file:hashes.'SHA-256'",
  sha512: "file:hashes.'SHA-512'",
};

/** The middle of each range of the None / Low / Med / High scale (STIX 2.1, appendix A). */
function confidence(level: Level | undefined): { confidence?: number } {
  switch (level) {
    case 'high':
      return { confidence: 85 };
    case 'medium':
      return { confidence: 50 };
    case 'low':
      return { confidence: 15 };
    default:
      return {};
  }
}

function markingDefinitions(rows: readonly ExportRow[]): StixObject[] {
  const used = new Set(rows.flatMap((row) => wordsOf(row).tlp ?? []));
  const strictest = tlpOf(rows);
  if (strictest) used.add(strictest);
  return [...used].map((tlp) => marking(tlp));
}

function marking(tlp: Tlp): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: MARKINGS[tlp],
    created: MARKINGS_MADE,
    name: `TLP:${tlp.toUpperCase()}`,
    extensions: {
      [TLP2_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: tlp },
    },
  };
}

/** TLP 2.0 as the OASIS common objects define it: everybody's markings have these ids. */
const TLP2_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
const MARKINGS_MADE = '2022-10-01T00:00:00.000Z';
const MARKINGS: Record<Tlp, string> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};
