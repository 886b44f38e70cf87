import type { Batches, ListBatch, ListOptions } from './list-batch.ts';
import { ListError } from './list-error.ts';
import { addRow } from './list-row.ts';
import { jsonRecords, withoutCut } from './json-records.ts';
import { readMispTags, type MispTags } from './misp-tags.ts';
import { mispValues } from './misp-values.ts';
import {
  isRecord,
  readBoolean,
  readText,
  recordIn,
  recordsIn,
  strictest,
  type Fields,
} from './row-fields.ts';
import { message } from '@/core/words.ts';

/**
 * MISP events: one, several in `{"response": […]}` or an array, or the attributes of a search. An event's tags usually
 * stand behind its attributes, so these are held until the event ends, up to a bound; those beyond it are taken without
 * the tags, and that is told.
 */
export async function* readMisp(
  text: AsyncIterable<string>,
  beginning: string,
  batches: Batches,
  options: ListOptions,
  mostHeld = MOST_HELD,
): AsyncGenerator<ListBatch> {
  if (MANIFEST.test(beginning)) throw new ListError(message('mispManifest'));
  let event = newEvent('');
  let count = 0;
  let position = 0;
  for await (const records of jsonRecords(text, PATHS)) {
    for (const { path, value, isCut } of records) {
      const at = path.lastIndexOf('Event');
      const key = path.slice(0, at + 1).join('/');
      if (key !== event.key) {
        yield* endEvent(event, batches, options, position);
        event = newEvent(key);
      }
      if (path.includes('Attribute') || path.includes('Object')) position += 1;
      if (isCut) batches.bad(position, message('jsonField'), withoutCut(value));
      else take(event, path.slice(at + 1), value, position, batches);
      if (event.held.length < mostHeld) continue;
      if (event.early === 0) event.tagsByThen = event.tags.length + event.galaxies.length;
      event.early += event.held.length;
      yield* release(event, batches, options);
    }
    count += records.length;
    yield* batches.full();
  }
  if (count === 0 && !/"(?:Event|Attribute|response)"\s*:/.test(beginning))
    throw new ListError(message('mispNone'));
  yield* endEvent(event, batches, options, position);
  yield* batches.full();
}

/** `{"<uuid>": {` */
const MANIFEST = /^\s*\{\s*"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"\s*:\s*\{/i;

const FIELDS = [
  'Attribute.*',
  'Object.*',
  'Tag.*',
  'Galaxy.*',
  'info',
  'uuid',
  'date',
  'Orgc.name',
  'Org.name',
];
const PATHS = [
  ...['$.Event', '$.*.Event', '$.response.*.Event'].flatMap((event) =>
    FIELDS.map((field) => `${event}.${field}`),
  ),
  '$.response.Attribute.*',
  '$.Attribute.*',
];

/** Some 100 MB. */
const MOST_HELD = 200_000;

interface MispEvent {
  key: string;
  /** Words of its own: info, uuid, date, name of its organisation. */
  words: Map<string, unknown>;
  tags: Fields[];
  galaxies: Fields[];
  held: { attribute: Attribute; position: number }[];
  /** How many attributes were handed out before the event's end, and how many of its tags were known by then. */
  early: number;
  tagsByThen: number;
}

/** What is kept of an attribute. */
interface Attribute {
  fields: Fields;
  tags: MispTags;
  /** The event as an attribute of a search tells it. */
  event: Fields;
}

function newEvent(key: string): MispEvent {
  return { key, words: new Map(), tags: [], galaxies: [], held: [], early: 0, tagsByThen: 0 };
}

function take(
  event: MispEvent,
  path: readonly (string | number)[],
  value: unknown,
  position: number,
  batches: Batches,
): void {
  const field = path.find((part) => part !== 'response');
  if (!isRecord(value)) {
    if (field === 'Attribute' || field === 'Object') batches.bad(position, message('rowNotRecord'), value);
    else event.words.set(path.join('.'), value);
  } else if (field === 'Attribute') hold(event, value, position, batches);
  else if (field === 'Object') takeObject(event, value, position, batches);
  else if (field === 'Tag') event.tags.push(value);
  else if (field === 'Galaxy') event.galaxies.push(value);
}

function takeObject(event: MispEvent, object: Fields, position: number, batches: Batches): void {
  if (readBoolean(object['deleted'])) return batches.ignore();
  for (const attribute of recordsIn(object, 'Attribute')) hold(event, attribute, position, batches);
}

const KEPT = [
  'uuid',
  'type',
  'value',
  'category',
  'to_ids',
  'comment',
  'timestamp',
  'first_seen',
  'last_seen',
];

function hold(event: MispEvent, attribute: Fields, position: number, batches: Batches): void {
  if (typeof attribute['type'] !== 'string' || typeof attribute['value'] !== 'string')
    return batches.bad(position, message('mispAttribute'), attribute);
  if (readBoolean(attribute['deleted']) || !mispValues(attribute['type'], '')) return batches.ignore();
  const fields = Object.fromEntries(KEPT.map((name) => [name, attribute[name]]));
  const tags = readMispTags(recordsIn(attribute, 'Tag'), recordsIn(attribute, 'Galaxy'));
  event.held.push({ attribute: { fields, tags, event: recordIn(attribute, 'Event') }, position });
}

function* endEvent(
  event: MispEvent,
  batches: Batches,
  options: ListOptions,
  position: number,
): Generator<ListBatch> {
  yield* release(event, batches, options);
  if (event.early > 0 && event.tags.length + event.galaxies.length > event.tagsByThen)
    batches.bad(position, message('mispTags', { number: event.early }), '');
}

/** Hands out what is held. More of the event may come where there was too much of it to hold. */
function* release(event: MispEvent, batches: Batches, options: ListOptions): Generator<ListBatch> {
  const common = readMispTags(event.tags, event.galaxies);
  for (const { attribute, position } of event.held) {
    addAttribute(batches, attribute, event, common, position, options);
    yield* batches.full();
  }
  event.held = [];
}

function addAttribute(
  batches: Batches,
  { fields, tags, event: own }: Attribute,
  event: MispEvent,
  common: MispTags,
  position: number,
  options: ListOptions,
): void {
  const type = String(fields['type']);
  const values = mispValues(type, String(fields['value'])) ?? [];
  const info = event.words.get('info') ?? own['info'];
  const draft = {
    id: fields['uuid'],
    idIsShared: values.length > 1,
    firstSeen: fields['first_seen'] ?? event.words.get('date') ?? own['date'],
    lastSeen: fields['last_seen'] ?? fields['timestamp'],
    article: { id: event.words.get('uuid') ?? own['uuid'], title: info },
    feed: event.words.get('Orgc.name') ?? recordIn(own, 'Orgc')['name'] ?? event.words.get('Org.name'),
    category: fields['category'],
    context: readText(fields['comment'], 2000) ?? info,
    tags: [...tags.names, ...common.names],
    techniques: [...tags.techniques, ...common.techniques],
    // What is said of the attribute itself is closer to it than what is said of all.
    tlp: strictest(tags.tlps) ?? strictest(common.tlps),
    toIds: readBoolean(fields['to_ids']),
  };
  for (const value of values) addRow(batches, { ...draft, ...value }, options, position, fields);
}
