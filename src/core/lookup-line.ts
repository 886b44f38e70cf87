import { defang } from './defang.ts';
import type { LookupAnswer, LookupItem } from './indicator.ts';
import { type Message, message } from './words.ts';

/** The answer to a lookup in one line, as the address bar has room for. "Not known" is never said to be safe. */
export function lookupLine({ items, sought, truncated, wrongRanges }: LookupAnswer): Message {
  const [first, ...others] = items;
  const [wrong] = wrongRanges;
  if (wrong && others.length === 0)
    return message('lineWrongRange', { range: wrong.asWritten, reason: wrong.reason });
  // Here there is an answer to every key that is pressed: none of them can pass over all rows.
  if (sought.length > 0 && others.length === 0)
    return message('lineSearch', { what: sought[0]?.asWritten ?? '' });
  if (!first) return message(truncated.length > 0 ? 'lineTruncated' : 'lineNonsense');
  if (others.length === 0) return oneLine(first);
  const known = items.filter(({ explanation }) => explanation).length;
  return message('lineSum', { number: items.length, known, unknown: items.length - known });
}

function oneLine(item: LookupItem): Message {
  const value = defang(item);
  const { explanation, impossible } = item;
  if (!explanation)
    return impossible
      ? message('lineImpossible', { value, why: impossible })
      : message('lineUnknown', { value });
  const { verdict, sources } = explanation;
  return message('lineKnown', {
    value,
    level: message(`level_${verdict.confidence}`),
    sources: message('sources', { count: sources.length }),
  });
}
