import type { Batches, ListBatch, ListOptions } from './list-batch.ts';
import { ListError } from './list-error.ts';
import { addRow, type Draft } from './list-row.ts';
import { jsonRecords, withoutCut, type JsonRecord } from './json-records.ts';
import { isRecord, LONGEST, readText, recordsIn, strictest, stringsIn, type Fields } from './row-fields.ts';
import { readPattern, type Sought } from './stix-pattern.ts';
import { createStixContext, type StixContext } from './stix-context.ts';
import { message } from '@/core/words.ts';

/**
 * A bundle of STIX 2.0 or 2.1, or the objects of a TAXII answer: indicators, and vulnerabilities as CVE ids. What speaks of
 * an indicator may stand before or after it, so rows are held until the end of the bundle, up to a bound; beyond it the
 * oldest are handed out with what is known of them by then, and that is told. Observables and attack patterns by themselves
 * say nothing bad of anything: they are not rows.
 */
export async function* readStix(
  text: AsyncIterable<string>,
  beginning: string,
  batches: Batches,
  options: ListOptions,
  mostHeld = MOST_HELD,
): AsyncGenerator<ListBatch> {
  const isArray = /^\s*\[/.test(beginning);
  const context = createStixContext();
  const held = createHeld(mostHeld);
  let position = 0;
  for await (const records of jsonRecords(text, [isArray ? '$.*' : '$.objects.*'])) {
    for (const record of records) {
      take(record, context, held, batches);
      for (const oldest of held.beyondBound()) release(oldest, context, batches, options);
    }
    position += records.length;
    yield* batches.full();
  }
  if (position === 0 && !/"objects"\s*:\s*\[/.test(beginning) && !isArray)
    throw new ListError(message('stixNone'));
  for (const each of held.all()) {
    release(each, context, batches, options);
    yield* batches.full();
  }
  const lost = context.unused();
  if (lost > 0 && held.wasFull()) batches.bad(position, message('stixLate', { number: lost }), '');
}

/** An object that makes rows, waiting for what is said of it. */
interface Held {
  position: number;
  id: string;
  /** When this version of it was made. */
  modified: string;
  sought: Sought[];
  port?: number;
  draft: Omit<Draft, 'value'>;
  markings: string[];
  creator: string | undefined;
}

/** Characters of text; with what belongs to each row some 150 MB. */
const MOST_HELD = 50_000_000;

function createHeld(most: number) {
  const held = new Map<string, Held>();
  let weight = 0;
  let wasFull = false;

  function drop(id: string): void {
    const dropped = held.get(id);
    if (dropped && held.delete(id)) weight -= weigh(dropped);
  }

  return {
    /** Of several versions the latest counts (STIX 2.1, section 3.6). */
    hold(object: Held): void {
      const known = held.get(object.id);
      if (known && known.modified > object.modified) return;
      drop(object.id);
      held.set(object.id, object);
      weight += weigh(object);
    },
    *beyondBound(): Generator<Held> {
      for (const [id, oldest] of held) {
        if (weight <= most) return;
        wasFull = true;
        drop(id);
        yield oldest;
      }
    },
    *all(): Generator<Held> {
      for (const [id, oldest] of held) {
        drop(id);
        yield oldest;
      }
    },
    wasFull: () => wasFull,
  };
}

function weigh({ sought, draft }: Held): number {
  return 300 + String(draft.context).length + sought.reduce((sum, { value }) => sum + value.length, 0);
}

function take(
  { position, value: object, isCut }: JsonRecord,
  context: StixContext,
  held: ReturnType<typeof createHeld>,
  batches: Batches,
): void {
  if (isCut) return batches.bad(position, message('jsonField'), withoutCut(object));
  if (!isRecord(object)) return batches.bad(position, message('rowNotRecord'), object);
  if (typeof object['type'] !== 'string') return batches.bad(position, message('rowNoType'), object);
  const isContext = context.take(object);
  if (object['type'] === 'vulnerability') return takeVulnerability(object, position, held, batches);
  if (object['type'] !== 'indicator') return isContext ? undefined : batches.ignore();

  const { pattern, pattern_type: language } = object;
  if (language !== undefined && language !== 'stix') return batches.ignore();
  if (typeof pattern !== 'string') return batches.bad(position, message('stixNoPattern'), object);
  if (pattern.length > LONGEST_PATTERN) return batches.bad(position, message('stixLongPattern'), pattern);
  const read = readPattern(pattern);
  if (!read.ok) return batches.bad(position, message('stixPattern'), pattern);
  if (read.sought.length === 0) return batches.ignore();
  const { sought, port } = read;
  held.hold({ ...heldOf(object, position), sought: distinct(sought), ...(port !== undefined && { port }) });
}

/** Some two thousand values. */
const LONGEST_PATTERN = 100_000;

function takeVulnerability(
  object: Fields,
  position: number,
  held: ReturnType<typeof createHeld>,
  batches: Batches,
): void {
  const names = [
    object['name'],
    ...recordsIn(object, 'external_references').map((reference) => reference['external_id']),
  ];
  const cve = names.find(
    (name): name is string => typeof name === 'string' && /^CVE-\d{4}-\d{4,}$/i.test(name.trim()),
  );
  if (cve === undefined) return batches.ignore();
  held.hold({ ...heldOf(object, position), sought: [{ type: 'cve', value: cve }] });
}

function distinct(sought: readonly Sought[]): Sought[] {
  return [...new Map(sought.map((one) => [`${one.type} ${one.value}`, one])).values()];
}

function heldOf(object: Fields, position: number): Omit<Held, 'sought'> {
  const reference = recordsIn(object, 'external_references').find(({ url }) => typeof url === 'string');
  const creator = object['created_by_ref'];
  return {
    position,
    id: readText(object['id'], LONGEST.id) ?? `record ${position}`,
    modified: readText(object['modified'], 40) ?? '',
    draft: {
      id: object['id'],
      confidence: object['confidence'],
      firstSeen: object['valid_from'] ?? object['created'],
      lastSeen: object['modified'],
      article: reference && { title: reference['source_name'], url: reference['url'] },
      context: readText(object['description'], 1500) ?? readText(object['name'], LONGEST.name),
      tags: [...stringsIn(object, 'labels'), ...stringsIn(object, 'indicator_types')],
      validUntil: object['valid_until'],
      revoked: object['revoked'] === true,
    },
    markings: stringsIn(object, 'object_marking_refs'),
    creator: typeof creator === 'string' ? creator : undefined,
  };
}

function release(held: Held, context: StixContext, batches: Batches, options: ListOptions): void {
  const { draft, sought, port } = held;
  const { related, techniques, report } = context.about(held.id);
  const indicates = related.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  const tags = Array.isArray(draft.tags) ? (draft.tags as unknown[]) : [];
  const full: Omit<Draft, 'value'> = {
    ...draft,
    idIsShared: sought.length > 1,
    port,
    feed: held.creator && context.nameOf(held.creator),
    article: report ?? draft.article,
    context: [draft.context, indicates && `Indicates: ${indicates}`].filter(Boolean).join(' · '),
    tags: [...tags, ...related.map(({ name }) => name)],
    techniques,
    tlp: strictest(held.markings.map(context.tlpOf)),
  };
  if (full.context === sought[0]?.value) full.context = undefined;
  for (const { type, value } of sought)
    addRow(batches, { ...full, type, value }, options, held.position, { id: held.id, value });
}
