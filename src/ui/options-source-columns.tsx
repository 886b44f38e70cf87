import type { ColumnMap } from '@/core/source.ts';
import type { Key } from '@/core/words.ts';
import type { ListLook } from '@/extension/messages.ts';
import { SourceText } from './source-text.tsx';
import { say } from './say.tsx';

type Column = keyof ColumnMap;

const MEANINGS: readonly (readonly [column: Column, name: Key])[] = [
  ['value', 'value'],
  ['type', 'type'],
  ['confidence', 'confidence'],
  ['firstSeen', 'firstReported'],
  ['lastSeen', 'lastReported'],
  ['feed', 'columnFeed'],
  ['category', 'category'],
  ['context', 'columnDescription'],
  ['tags', 'tags'],
  ['url', 'columnUrl'],
  ['port', 'columnPort'],
  ['id', 'columnId'],
];

interface Props {
  look: ListLook;
  /** Absent until a column for the values is chosen. */
  columns: Partial<ColumnMap>;
  choose(columns: Partial<ColumnMap>): void;
}

/** What each column of a CSV file is taken for, above its first rows. */
export function ColumnChoices({ look, columns, choose }: Props) {
  // Names may come twice; places do not move.
  const heads = look.header.map((name, at) => ({
    // A column without a name of its own is called by its number, in the reader's words.
    name: name === `column ${at + 1}` ? say('columnNumber', { number: at + 1 }) : name,
    at,
    id: `column ${at}`,
  }));
  const rows = look.sample.map((cells, at) => ({ cells, id: `row ${at}` }));
  return (
    <div class="preview" role="region" aria-label={say('columnRows')}>
      <table>
        <thead>
          <tr>
            {heads.map(({ name, at, id }) => (
              <th key={id} scope="col">
                <span class="preview-name" title={name}>
                  <SourceText text={name} limit={40} />
                </span>
                <select
                  class="field"
                  aria-label={say('columnHolds', { name })}
                  value={meaningOf(columns, at)}
                  onChange={(event) => choose(withMeaning(columns, at, event.currentTarget.value))}
                >
                  <option value="">{say('columnUnused')}</option>
                  {MEANINGS.map(([column, meaning]) => (
                    <option key={column} value={column}>
                      {say(meaning)}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, id: row }) => (
            <tr key={row}>
              {heads.map(({ at, id }) => (
                <td key={id} class={`mono ${meaningOf(columns, at) ? '' : 'preview-unused'}`}>
                  <SourceText text={cells[at] ?? ''} limit={120} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function meaningOf(columns: Partial<ColumnMap>, at: number): Column | '' {
  return MEANINGS.find(([column]) => columns[column] === at)?.[0] ?? '';
}

/** A column has one meaning, and a meaning one column: it moves here from where it was. */
function withMeaning(columns: Partial<ColumnMap>, at: number, meaning: string): Partial<ColumnMap> {
  const others = Object.entries(columns).filter(([column, where]) => column !== meaning && where !== at);
  return { ...Object.fromEntries(others), ...(meaning && { [meaning]: at }) };
}
