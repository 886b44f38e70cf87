import { useMemo } from 'preact/hooks';
import { defang } from '@/core/defang.ts';
import { INDICATOR_TYPES, LEVELS, type IndicatorType, type Level, type PageItem } from '@/core/indicator.ts';
import type { Key } from '@/core/words.ts';
import { ORDERS, type Order } from './page-groups.ts';
import { say } from './say.tsx';

const GROUPINGS = ['kin', 'type', 'source'] as const;
/** "kin": known, related, references, old. */
export type Grouping = (typeof GROUPINGS)[number];

/** Which of the known values are shown, in which groups and order. */
export interface KnownView {
  type: IndicatorType | undefined;
  confidence: Level | undefined;
  group: Grouping;
  order: Order;
}

export const WHOLE_VIEW: KnownView = {
  type: undefined,
  confidence: undefined,
  group: 'kin',
  order: 'loudest',
};

const GROUP_WORDS: Record<Grouping, Key> = {
  kin: 'groupedByMatch',
  type: 'groupedByType',
  source: 'groupedBySource',
};

const ORDER_WORDS: Record<Order, Key> = {
  loudest: 'orderLoudest',
  page: 'orderPage',
  value: 'orderValue',
  type: 'orderType',
};

interface Props {
  items: readonly PageItem[];
  view: KnownView;
  change(view: KnownView): void;
}

/** Filters and order of the known values; only what the page has is offered. */
export function KnownViewBar({ items, view, change }: Props) {
  const types = INDICATOR_TYPES.filter(
    (type) => type === view.type || items.some((item) => item.type === type),
  );
  const { type, confidence, group, order } = view;
  return (
    <div class="view-bar">
      <select
        class="field"
        aria-label={say('type')}
        value={type ?? ''}
        onChange={(event) =>
          change({ ...view, type: types.find((each) => each === event.currentTarget.value) })
        }
      >
        <option value="">{say('allTypes')}</option>
        {types.map((each) => (
          <option key={each} value={each}>
            {say('optionCount', {
              name: say(`type_${each}`),
              number: items.filter((item) => item.type === each).length,
            })}
          </option>
        ))}
      </select>
      <select
        class="field"
        aria-label={say('confidence')}
        value={confidence ?? ''}
        onChange={(event) =>
          change({ ...view, confidence: LEVELS.find((each) => each === event.currentTarget.value) })
        }
      >
        <option value="">{say('allLevels')}</option>
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {say(`level_${level}`)}
          </option>
        ))}
      </select>
      <select
        class="field"
        aria-label={say('groups')}
        value={group}
        onChange={(event) => change({ ...view, group: event.currentTarget.value as Grouping })}
      >
        {GROUPINGS.map((each) => (
          <option key={each} value={each}>
            {say(GROUP_WORDS[each])}
          </option>
        ))}
      </select>
      <select
        class="field"
        aria-label={say('order')}
        value={order}
        onChange={(event) => change({ ...view, order: event.currentTarget.value as Order })}
      >
        {ORDERS.map((each) => (
          <option key={each} value={each}>
            {say(ORDER_WORDS[each])}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The items of this view that hold the text, in their value (defanged or not), type, confidence or the words around. */
export function useFiltered<T extends PageItem>(
  items: readonly T[],
  { type, confidence }: KnownView,
  sought: string,
): readonly T[] {
  const wanted = sought.trim().toLowerCase();
  const isSearching = wanted !== '';
  // Made once for a list, not at each letter: a page may list tens of thousands.
  const texts = useMemo(() => (isSearching ? items.map(textOf) : []), [items, isSearching]);
  return useMemo(() => {
    if (!isSearching && !type && !confidence) return items;
    return items.filter(
      (item, at) =>
        (!type || item.type === type) &&
        (!confidence || item.verdict.confidence === confidence) &&
        (!isSearching || texts[at]?.includes(wanted)),
    );
  }, [items, texts, isSearching, type, confidence, wanted]);
}

function textOf(item: PageItem): string {
  const { value, type, verdict, quote } = item;
  const words = [value, defang(item), say(`type_${type}`), say(`level_${verdict.confidence}`), quote];
  return words.join(' ').toLowerCase();
}
