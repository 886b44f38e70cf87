import { checkPattern } from './stix-grammar.ts';

type Fields = Record<string, unknown>;

/**
 * What STIX 2.1 (OASIS Standard, 10 June 2021) says a bundle MUST be, for the types of object that are written here: whatever is not so, in words. It knows
 * nothing of the product: properties, vocabularies and grammar are the specification's. References have to be resolvable within the bundle,
 * which the specification only recommends.
 */
export function checkBundle(given: unknown): string[] {
  if (!isFields(given)) return ['no object'];
  const problems: string[] = [];
  const objects = Array.isArray(given['objects']) ? given['objects'].filter(isFields) : [];
  if (given['type'] !== 'bundle') problems.push('its type is not "bundle"');
  checkId(given, problems);
  for (const name of Object.keys(given))
    if (!['type', 'id', 'objects'].includes(name)) problems.push(`a bundle has no property "${name}"`);
  if (!Array.isArray(given['objects']) || objects.length !== given['objects'].length || objects.length === 0)
    problems.push('a bundle is a list of objects, and has some');
  const byId = new Map(objects.map((object) => [object['id'], object]));
  if (byId.size !== objects.length) problems.push('one object stands in it twice');
  for (const object of objects) {
    const own: string[] = [];
    checkObject(object, byId, own);
    problems.push(...own.map((problem) => `${String(object['id'])}: ${problem}`));
  }
  return problems;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value of a property has to be. */
type Rule = (value: unknown, objects: ReadonlyMap<unknown, Fields>) => string | undefined;

const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.(\d{3})Z$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const text: Rule = (value) => (typeof value === 'string' && value !== '' ? undefined : 'no text');
/** Exactly three digits of a second, UTC, and a day that exists. */
const time: Rule = (value) => {
  const isTime = typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value));
  return isTime && new Date(value).toISOString() === value ? undefined : 'no timestamp';
};
const flag: Rule = (value) => (typeof value === 'boolean' ? undefined : 'neither true nor false');
const whole =
  (low: number, high: number): Rule =>
  (value) =>
    Number.isInteger(value) && Number(value) >= low && Number(value) <= high ? undefined : 'no such number';
const oneOf =
  (...words: string[]): Rule =>
  (value) =>
    words.includes(value as string) ? undefined : `not of the vocabulary: ${String(value)}`;
/** Lists are never empty, and hold each thing once where they are sets of words or references. */
const list =
  (rule: Rule): Rule =>
  (value, objects) => {
    if (!Array.isArray(value) || value.length === 0) return 'no list, or an empty one';
    if (new Set(value.map((each) => JSON.stringify(each))).size !== value.length)
      return 'a list with repetitions';
    return value.map((each) => rule(each, objects)).find((problem) => problem !== undefined);
  };
const reference =
  (...types: string[]): Rule =>
  (value, objects) => {
    const target = objects.get(value);
    if (!target) return `leads nowhere: ${String(value)}`;
    return types.includes(String(target['type'])) ? undefined : `leads to a ${String(target['type'])}`;
  };
const external: Rule = (value) => {
  if (!isFields(value) || text(value['source_name'], new Map()) !== undefined)
    return 'a reference without a source';
  if (!['description', 'url', 'external_id'].some((name) => typeof value[name] === 'string'))
    return 'a reference to nothing';
  for (const name of Object.keys(value))
    if (!['source_name', 'description', 'url', 'external_id'].includes(name)) return `no property ${name}`;
  if (value['url'] !== undefined && !(typeof value['url'] === 'string' && URL.canParse(value['url'])))
    return 'no URL';
  if (value['source_name'] === 'cve' && !/^CVE-\d{4}-\d{4,}$/.test(String(value['external_id'])))
    return 'no CVE';
  return undefined;
};
const pattern: Rule = (value) => (typeof value === 'string' ? checkPattern(value) : 'no pattern');

const DOMAIN_OBJECTS = ['attack-pattern', 'identity', 'indicator', 'report', 'vulnerability'];
const COMMON: Record<string, Rule> = {
  type: text,
  spec_version: oneOf('2.1'),
  id: text,
  created: time,
  modified: time,
  created_by_ref: reference('identity'),
  revoked: flag,
  labels: list(text),
  confidence: whole(0, 100),
  lang: text,
  external_references: list(external),
  object_marking_refs: list(reference('marking-definition')),
};
const REQUIRED_COMMON = ['type', 'spec_version', 'id', 'created', 'modified'];

interface Shape {
  required: readonly string[];
  properties: Record<string, Rule>;
}
const SHAPES: Record<string, Shape> = {
  identity: {
    required: [...REQUIRED_COMMON, 'name'],
    properties: {
      ...COMMON,
      name: text,
      description: text,
      identity_class: oneOf('individual', 'group', 'system', 'organization', 'class', 'unknown'),
    },
  },
  indicator: {
    required: [...REQUIRED_COMMON, 'pattern', 'pattern_type', 'valid_from'],
    properties: {
      ...COMMON,
      name: text,
      description: text,
      indicator_types: list(
        oneOf(
          'anomalous-activity',
          'anonymization',
          'benign',
          'compromised',
          'malicious-activity',
          'attribution',
          'unknown',
        ),
      ),
      pattern,
      pattern_type: oneOf('stix'),
      pattern_version: oneOf('2.1'),
      valid_from: time,
      valid_until: time,
    },
  },
  vulnerability: {
    required: [...REQUIRED_COMMON, 'name'],
    properties: { ...COMMON, name: text, description: text },
  },
  'attack-pattern': {
    required: [...REQUIRED_COMMON, 'name'],
    properties: { ...COMMON, name: text, description: text, aliases: list(text) },
  },
  relationship: {
    required: [...REQUIRED_COMMON, 'relationship_type', 'source_ref', 'target_ref'],
    properties: {
      ...COMMON,
      description: text,
      relationship_type: (value) =>
        /^[a-z0-9-]+$/.test(String(value)) ? undefined : 'no name of a relationship',
      source_ref: reference(...DOMAIN_OBJECTS),
      target_ref: reference(...DOMAIN_OBJECTS),
    },
  },
  sighting: {
    required: [...REQUIRED_COMMON, 'sighting_of_ref'],
    properties: {
      ...COMMON,
      description: text,
      first_seen: time,
      last_seen: time,
      count: whole(0, 999_999_999),
      sighting_of_ref: reference(...DOMAIN_OBJECTS),
      where_sighted_refs: list(reference('identity')),
      summary: flag,
    },
  },
  report: {
    required: [...REQUIRED_COMMON, 'name', 'published', 'object_refs'],
    properties: {
      ...COMMON,
      name: text,
      description: text,
      report_types: list(
        oneOf(
          'attack-pattern',
          'campaign',
          'identity',
          'indicator',
          'intrusion-set',
          'malware',
          'observed-data',
          'threat-actor',
          'threat-report',
          'tool',
          'vulnerability',
        ),
      ),
      published: time,
      object_refs: list(reference(...DOMAIN_OBJECTS, 'relationship', 'sighting', 'marking-definition')),
    },
  },
  'marking-definition': {
    required: ['type', 'spec_version', 'id', 'created'],
    properties: {
      type: text,
      spec_version: oneOf('2.1'),
      id: text,
      created: time,
      created_by_ref: reference('identity'),
      name: text,
      extensions: (value) => (isFields(value) && Object.keys(value).length > 0 ? undefined : 'no extensions'),
    },
  },
};

/** What is not to be before what. */
const IN_ORDER = [
  ['created', 'modified'],
  ['first_seen', 'last_seen'],
  ['valid_from', 'valid_until'],
] as const;

function checkObject(object: Fields, objects: ReadonlyMap<unknown, Fields>, problems: string[]): void {
  const shape = SHAPES[String(object['type'])];
  if (!shape) return void problems.push(`a type that is not written here: ${String(object['type'])}`);
  checkId(object, problems);
  for (const name of shape.required) if (!(name in object)) problems.push(`"${name}" is missing`);
  for (const [name, value] of Object.entries(object)) {
    const rule = shape.properties[name];
    const problem = rule ? rule(value, objects) : 'no property of this type';
    if (problem !== undefined) problems.push(`"${name}": ${problem}`);
    if (!/^[a-z][a-z0-9_]{2,249}$/.test(name) && name !== 'id') problems.push(`"${name}" is no name`);
  }
  for (const [first, second] of IN_ORDER)
    if (first in object && second in object && String(object[first]) > String(object[second]))
      problems.push(`"${second}" is before "${first}"`);
  if (object['valid_until'] !== undefined && object['valid_until'] === object['valid_from'])
    problems.push('"valid_until" is not later than "valid_from"');
  if (object['relationship_type'] === 'indicates' && !isIndication(object, objects))
    problems.push('only an indicator indicates, and not an identity');
  if (object['type'] === 'marking-definition') checkMarking(object, problems);
}

function isIndication(object: Fields, objects: ReadonlyMap<unknown, Fields>): boolean {
  const [source, target] = [objects.get(object['source_ref']), objects.get(object['target_ref'])];
  return source?.['type'] === 'indicator' && target?.['type'] === 'attack-pattern';
}

function checkId({ type, id }: Fields, problems: string[]): void {
  const [before, uuid] = String(id).split('--');
  if (before !== type || !UUID.test(uuid ?? ''))
    problems.push(`no identifier of a ${String(type)}: ${String(id)}`);
}

/** TLP 2.0 in STIX 2.1, as OASIS publishes it: the ids are the same for everybody. */
const TLP_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
const TLPS: Record<string, string> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

function checkMarking(object: Fields, problems: string[]): void {
  const extensions = isFields(object['extensions']) ? object['extensions'] : {};
  const extension = extensions[TLP_EXTENSION];
  const level = isFields(extension) ? extension['tlp_2_0'] : undefined;
  if (
    !isFields(extension) ||
    extension['extension_type'] !== 'property-extension' ||
    typeof level !== 'string'
  )
    return void problems.push('no marking of TLP 2.0');
  if (TLPS[level] !== object['id'])
    problems.push(`not the id that everybody has for TLP:${level.toUpperCase()}`);
}
