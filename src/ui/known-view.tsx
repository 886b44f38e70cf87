import { useMemo } from 'preact/hooks';
import { defang } from '@/core/defang.ts';
import { INDICATOR_TYPES, LEVELS, type IndicatorType, type Level, type PageItem } from '@/core/indicator.ts';
import { TYPE_NAMES } from './observable-text.tsx';
import { ORDERS, type Order } from './page-groups.ts';

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

const GROUP_WORDS: Record<Grouping, string> = {
  kin: 'Grouped by match',
  type: 'Grouped by type',
  source: 'Grouped by source',
};

const ORDER_WORDS: Record<Order, string> = {
  loudest: 'Loudest first',
  page: 'As on the page',
  value: 'By value',
  type: 'By type',
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
        aria-label="Type"
        value={type ?? ''}
        onChange={(event) =>
          change({ ...view, type: types.find((each) => each === event.currentTarget.value) })
        }
      >
        <option value="">All types</option>
        {types.map((each) => (
          <option key={each} value={each}>
            {TYPE_NAMES[each]} ({items.filter((item) => item.type === each).length.toLocaleString('en')})
          </option>
        ))}
      </select>
      <select
        class="field"
        aria-label="Confidence"
        value={confidence ?? ''}
        onChange={(event) =>
          change({ ...view, confidence: LEVELS.find((each) => each === event.currentTarget.value) })
        }
      >
        <option value="">All levels</option>
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {level}
          </option>
        ))}
      </select>
      <select
        class="field"
        aria-label="Groups"
        value={group}
        onChange={(event) => change({ ...view, group: event.currentTarget.value as Grouping })}
      >
        {GROUPINGS.map((each) => (
          <option key={each} value={each}>
            {GROUP_WORDS[each]}
          </option>
        ))}
      </select>
      <select
        class="field"
        aria-label="Order"
        value={order}
        onChange={(event) => change({ ...view, order: event.currentTarget.value as Order })}
      >
        {ORDERS.map((each) => (
          <option key={each} value={each}>
            {ORDER_WORDS[each]}
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
  return `${value} ${defang(item)} ${TYPE_NAMES[type]} ${verdict.confidence} ${quote}`.toLowerCase();
}
