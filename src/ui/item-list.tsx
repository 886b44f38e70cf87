import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { defang } from '@/core/defang.ts';
import type { Observable, PageItem, Verdict } from '@/core/indicator.ts';
import { markClass } from './mark.ts';
import { ObservableText, TYPE_NAMES } from './observable-text.tsx';
import { flagWords, relationTo } from './relation.ts';
import { SourceText } from './source-text.tsx';

/** A value's identity in lists. */
export function keyOf({ type, value }: Observable): string {
  return `${type}:${value}`;
}

/** The values that are chosen, by their keys. */
export interface Choice {
  chosen: ReadonlySet<string>;
  toggle(key: string): void;
}

interface Props {
  title: string;
  /** Words after the count. */
  aside?: string;
  /** A sentence under the title. */
  hint?: string;
  items: PageItem[];
  onSelect(item: PageItem): void;
  /** Key of the item that is open, with what is shown under it. */
  open?: { key: string; content: ComponentChildren };
  choice?: Choice;
  /** Where a list may be long: so many rows are drawn, and so many more when asked for. Absent: all. */
  step?: number;
}

/** So many rows are drawn in the panel; more only when asked for: nobody reads ten thousand, and the search finds any. */
export const DRAWN = 500;

/** One group of a page's values, each a button; nothing where the group is empty. */
export function ItemList({ title, aside, hint, items, onSelect, open, choice, step = items.length }: Props) {
  const [more, setMore] = useState(0);
  if (items.length === 0) return null;
  // What was asked for from elsewhere is drawn, wherever it stands.
  const drawn = Math.max(step + more, items.findIndex((item) => keyOf(item) === open?.key) + 1);
  return (
    <section class="items">
      <h2>
        {title}{' '}
        <span class="items-count">
          {items.length.toLocaleString('en')}
          {aside && `, ${aside}`}
        </span>
      </h2>
      {hint && <p class="muted small items-hint">{hint}</p>}
      <ul>
        {items.slice(0, drawn).map((item) => {
          const key = keyOf(item);
          return (
            <li
              key={key}
              id={`item-${key}`}
              class={`item ${open?.key === key ? 'item-open' : ''} ${choice ? 'choosable' : ''}`}
            >
              {choice && <Choose item={item} itemKey={key} choice={choice} />}
              <ItemButton item={item} onSelect={onSelect} {...(open ? { expanded: open.key === key } : {})} />
              {open?.key === key && <div class="item-facts">{open.content}</div>}
            </li>
          );
        })}
      </ul>
      <More count={items.length} drawn={drawn} draw={(rows) => setMore(rows - step)} />
    </section>
  );
}

export function Choose({ item, itemKey, choice }: { item: Observable; itemKey: string; choice: Choice }) {
  return (
    <input
      type="checkbox"
      class="choose"
      aria-label={`Choose ${defang(item)}`}
      checked={choice.chosen.has(itemKey)}
      onChange={() => choice.toggle(itemKey)}
    />
  );
}

/** Draws more of a long list. */
export function More({ count, drawn, draw }: { count: number; drawn: number; draw(drawn: number): void }) {
  if (count <= drawn) return null;
  return (
    <p class="panel-more">
      <button type="button" class="button" onClick={() => draw(drawn + DRAWN)}>
        Show {Math.min(DRAWN, count - drawn).toLocaleString('en')} more of {count.toLocaleString('en')}
      </button>
    </p>
  );
}

function ItemButton(props: { item: PageItem; expanded?: boolean; onSelect(item: PageItem): void }) {
  const { item, expanded, onSelect } = props;
  // Not compared again unless its own item changed: a page may list thousands.
  const content = useMemo(() => <ItemContent item={item} isOpen={expanded === true} />, [item, expanded]);
  return (
    <button type="button" class="item-button" aria-expanded={expanded} onClick={() => onSelect(item)}>
      {content}
    </button>
  );
}

function ItemContent({ item, isOpen }: { item: PageItem; isOpen: boolean }) {
  return (
    <>
      <span class="item-value">
        <span class={item.onlyInNavigation ? 'unmarked' : markClass(item.verdict)}>
          <ObservableText observable={item} {...(isOpen ? {} : { limit: 200 })} />
        </span>
      </span>
      <LevelLabel verdict={item.verdict} />
      <span class="item-about muted">
        {TYPE_NAMES[item.type]}
        {item.count > 1 && ` ×${item.count}`}
        {item.links > 0 && ` · ${linksText(item)}`}
        {' · '}
        <FlagWords verdict={item.verdict} />
        {item.verdict.quiet ? (
          <SourceText text={item.verdict.quiet.reason} limit={300} />
        ) : (
          <>
            <Relation verdict={item.verdict} />
            <SourceText text={item.quote} limit={200} />
          </>
        )}
      </span>
    </>
  );
}

/** Whether it is written there, or only where a link leads. */
function linksText({ count, links }: PageItem): string {
  if (links < count) return links === 1 ? '1 as a link’s target' : `${links} as links’ targets`;
  return count === 1 ? 'a link’s target' : 'links’ target';
}

function FlagWords({ verdict }: { verdict: Verdict }) {
  const words = flagWords(verdict);
  return words.length === 0 ? null : (
    <>
      <strong>{words.join(', ')}</strong>
      {' · '}
    </>
  );
}

function Relation({ verdict }: { verdict: Verdict }) {
  const relation = relationTo(verdict);
  return relation === undefined ? null : (
    <>
      <SourceText text={relation} limit={200} />
      {' · '}
    </>
  );
}

function LevelLabel({ verdict }: { verdict: Verdict }) {
  if (verdict.matchClass === 'reference') return null;
  const faded = verdict.faded ? 'faded, ' : '';
  const listedOnly = verdict.listedOnly ? 'not marked, ' : '';
  return (
    <span class={`item-level text-${verdict.quiet ? 'unrated' : verdict.level}`}>
      {listedOnly}
      {faded}
      {verdict.level}
    </span>
  );
}
