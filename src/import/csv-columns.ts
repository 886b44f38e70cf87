import type { ColumnMap } from '@/core/source.ts';
import { readTypeWord, readValue } from './read-value.ts';
import { readConfidence, readDate, readUrl } from './row-fields.ts';

type Column = keyof ColumnMap;

/** Names of columns in the feeds and exports we know, without spaces, hyphens and underscores; the likelier ones first. */
const NAMES: Record<Column, readonly string[]> = {
  value: words(
    'value indicator ioc iocvalue indicatorvalue observable observablevalue artifact data url uri domain hostname host fqdn ip ipaddress dstip destip destinationip srcip sourceip address ' +
      'sha256 sha256hash sha1 sha1hash md5 md5hash sha512 hash filehash email emailaddress cve cveid network cidr range',
  ),
  type: words('type indicatortype ioctype observabletype valuetype kind datatype'),
  confidence: words('confidence confidencelevel confidencescore'),
  firstSeen: words(
    'firstseen firstseenutc firstobserved dateadded added addedat firstreported created createdat datecreated validfrom firstsubmission date timestamp',
  ),
  lastSeen: words(
    'lastseen lastseenutc lastobserved lastonline lastreported updated updatedat lastupdate lastupdated modified lastmodified',
  ),
  feed: words('sourcefeed feed feedname source sourcename provider'),
  category: words('category threattype threat classification'),
  context: words('context description comment comments note notes details malware malwareprintable'),
  tags: words('tags tag labels label keywords'),
  url: words(
    'referenceurl reference references articleurl sourceurl reporturl link urlhauslink externalreference',
  ),
  id: words('id uuid guid iocid indicatorid attributeuuid'),
  port: words('port dstport destport destinationport'),
};

function words(list: string): readonly string[] {
  return list.split(' ');
}

const KNOWN = new Set(Object.values(NAMES).flat());

export function isColumnName(field: string): boolean {
  return KNOWN.has(plain(field));
}

/** "First seen (UTC)" -> "firstseenutc" */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Which column holds what, by name where there are names, else by what stands in it; undefined without one for the values. */
export function guessColumns(
  header: readonly string[],
  sample: readonly (readonly string[])[],
): ColumnMap | undefined {
  const names = header.map(plain);
  const value = namedValue(names, sample) ?? fullest(sample, isValue, []);
  if (value === undefined) return undefined;
  const columns: ColumnMap = { value };
  const taken = new Set([value]);
  const take = (column: Column, at: number | undefined): void => {
    if (at === undefined) return;
    columns[column] = at;
    taken.add(at);
  };
  for (const column of OTHERS)
    take(
      column,
      NAMES[column].map((name) => names.indexOf(name)).find((at) => at >= 0 && !taken.has(at)),
    );
  if (header.length === 0) for (const [column, looks] of LOOKS) take(column, fullest(sample, looks, taken));
  return columns;
}

const OTHERS = (Object.keys(NAMES) as Column[]).filter((column) => column !== 'value');

/** The first column with the name of one for values in which most of the sample can be read as values. */
function namedValue(names: readonly string[], sample: readonly (readonly string[])[]): number | undefined {
  return NAMES.value
    .map((name) => names.indexOf(name))
    .find((at) => at >= 0 && (sample.length === 0 || share(sample, at, isValue) >= 0.5));
}

const LOOKS: readonly (readonly [Column, (cell: string) => boolean])[] = [
  ['type', (cell) => readTypeWord(cell) !== undefined],
  ['firstSeen', isDate],
  ['lastSeen', isDate],
  ['confidence', (cell) => /[a-z]/i.test(cell) && readConfidence(cell) !== undefined],
  ['url', (cell) => readUrl(cell) !== undefined],
];

function isValue(cell: string): boolean {
  return readValue(cell).ok;
}

/** Not a bare number, which may be seconds of anything. */
function isDate(cell: string): boolean {
  return cell.includes('-') && readDate(cell) !== undefined;
}

/** The column in which most of the sample looks like that, at least half of it. */
function fullest(
  sample: readonly (readonly string[])[],
  looks: (cell: string) => boolean,
  taken: Iterable<number>,
): number | undefined {
  const skipped = new Set(taken);
  const width = Math.max(0, ...sample.map((fields) => fields.length));
  let best: number | undefined;
  let most = 0.5;
  for (let at = 0; at < width; at++) {
    const found = skipped.has(at) ? 0 : share(sample, at, looks);
    if (found < most || (best !== undefined && found === most)) continue;
    best = at;
    most = found;
  }
  return best;
}

/** Of the cells that are not empty. */
function share(sample: readonly (readonly string[])[], at: number, looks: (cell: string) => boolean): number {
  const cells = sample.map((fields) => fields[at] ?? '').filter((cell) => cell !== '');
  return cells.length === 0 ? 0 : cells.filter(looks).length / cells.length;
}
