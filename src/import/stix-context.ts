import type { Tlp } from '@/core/indicator.ts';
import {
  LONGEST,
  readText,
  readTlp,
  recordIn,
  recordsIn,
  stringsIn,
  techniquesIn,
  type Fields,
} from './row-fields.ts';

/** What the other objects of a bundle say of its indicators. Only names are kept, by id. */
export interface StixContext {
  /** Takes an object, and says whether it is one that speaks of others. */
  take(object: Fields): boolean;
  /** What relates to an indicator, once: it is not kept any longer. */
  about(id: string): About;
  nameOf(id: string): string | undefined;
  tlpOf(markingId: string): Tlp | undefined;
  /** How many indicators something relates to that nobody asked about. */
  unused(): number;
}

export interface About {
  related: { name: string; kind: string }[];
  techniques: string[];
  report?: { id: string; title: string; url?: unknown };
}

/** Kinds of objects whose names tell what an indicator is about, in words. */
const KINDS = new Map([
  ['malware', 'malware'],
  ['threat-actor', 'threat actor'],
  ['intrusion-set', 'intrusion set'],
  ['campaign', 'campaign'],
  ['tool', 'tool'],
  ['infrastructure', 'infrastructure'],
  ['attack-pattern', 'technique'],
  ['vulnerability', 'vulnerability'],
  ['identity', 'identity'],
  ['report', 'report'],
  ['grouping', 'report'],
]);

interface Named {
  name: string;
  kind: string;
  techniques?: string[];
  url?: unknown;
}

/** Some hundred bytes each; more than any bundle was seen to hold. */
const MOST_NAMES = 200_000;
const MOST_RELATIONS = 500_000;
/** What a card can show. */
const MOST_RELATED = 20;

export function createStixContext(): StixContext {
  const names = new Map<string, Named>();
  const markings = new Map<string, Tlp>(WELL_KNOWN_MARKINGS);
  /** Id of an indicator -> ids of what it is about. */
  const relations = new Map<string, string[]>();
  let relationCount = 0;

  function relate(indicator: unknown, other: unknown): void {
    if (typeof indicator !== 'string' || typeof other !== 'string' || !indicator.startsWith('indicator--'))
      return;
    if (relationCount >= MOST_RELATIONS) return;
    const known = relations.get(indicator);
    if (known && known.length >= MOST_RELATED) return;
    relationCount += 1;
    if (known) known.push(other);
    else relations.set(indicator, [other]);
  }

  return {
    take(object) {
      const { type, id } = object;
      if (type === 'relationship') {
        takeRelationship(object, relate);
        return true;
      }
      if (typeof id !== 'string' || typeof type !== 'string') return false;
      if (type === 'marking-definition') {
        const tlp = readMarking(object);
        if (tlp && markings.size < MOST_NAMES) markings.set(id, tlp);
        return true;
      }
      const kind = KINDS.get(type);
      const named = kind && readNamed(object, kind);
      if (named && names.size < MOST_NAMES) names.set(id, named);
      if (kind === 'report') for (const ref of stringsIn(object, 'object_refs')) relate(ref, id);
      return kind !== undefined;
    },
    about(id) {
      const ids = relations.get(id) ?? [];
      relations.delete(id);
      relationCount -= ids.length;
      return tell(ids, names);
    },
    nameOf: (id) => names.get(id)?.name,
    tlpOf: (id) => markings.get(id),
    unused: () => relations.size,
  };
}

/** "indicates" says it; "related-to" may be written in either direction. */
function takeRelationship(
  { relationship_type: type, source_ref: source, target_ref: target, revoked }: Fields,
  relate: (indicator: unknown, other: unknown) => void,
): void {
  if (revoked === true || (type !== 'indicates' && type !== 'related-to')) return;
  relate(source, target);
  if (type === 'related-to') relate(target, source);
}

function readNamed(object: Fields, kind: string): Named | undefined {
  const name = readText(object['name'], LONGEST.name);
  if (name === undefined) return undefined;
  const references = recordsIn(object, 'external_references');
  if (kind === 'report')
    return { name, kind, url: references.find(({ url }) => typeof url === 'string')?.['url'] };
  if (kind !== 'technique') return { name, kind };
  const ids = references.map(({ external_id: id }) => id).filter((id) => typeof id === 'string');
  return { name, kind, techniques: techniquesIn([...ids, name]) };
}

function tell(ids: readonly string[], names: ReadonlyMap<string, Named>): About {
  const found = ids.map((id) => ({ id, ...names.get(id) }));
  const report = found.find(({ kind }) => kind === 'report');
  return {
    related: found.flatMap(({ name, kind }) =>
      name === undefined || kind === undefined || UNTOLD.has(kind) ? [] : [{ name, kind }],
    ),
    techniques: found.flatMap(({ techniques }) => techniques ?? []),
    ...(report?.name !== undefined && { report: { id: report.id, title: report.name, url: report.url } }),
  };
}

/** They are told elsewhere: as techniques, and as the article. */
const UNTOLD = new Set(['technique', 'report', 'identity']);

/** STIX 2.1, section 7.2.1.4, and the extension for TLP 2.0 of the OASIS common objects. */
function readMarking(object: Fields): Tlp | undefined {
  const extension = recordIn(recordIn(object, 'extensions'), TLP2_EXTENSION);
  return (
    readTlp(extension['tlp_2_0']) ?? readTlp(recordIn(object, 'definition')['tlp']) ?? readTlp(object['name'])
  );
}

const TLP2_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

/** Bundles may refer to these without holding them. */
const WELL_KNOWN_MARKINGS: readonly (readonly [string, Tlp])[] = [
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', 'clear'],
  ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', 'green'],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', 'amber'],
  ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red'],
  ['marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487', 'clear'],
  ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 'green'],
  ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'amber'],
  ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003', 'amber+strict'],
  ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1', 'red'],
];
