import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { keyOf, type Observable, type PageItem, type Verdict } from '@/core/indicator.ts';
import type { Outline } from '@/core/outline.ts';
import { type Message, message } from '@/core/words.ts';
import { type Choice, Choose } from './choose.tsx';
import { LongList } from './long-list.tsx';
import { markClass } from './mark.ts';
import { ObservableText } from './observable-text.tsx';
import { kinOf } from './page-groups.ts';
import { flagWords, reasonFor } from './relation.ts';
import { inWords, say } from './say.tsx';
import { SourceText } from './source-text.tsx';
import { Age } from './time.tsx';

/** What sources say of the values of a list. */
export interface Outlines {
  of(item: Observable): Outline | undefined;
  now: number;
}

interface Props {
  title: ComponentChildren;
  /** Words after the count. */
  aside?: string;
  /** A sentence under the title. */
  hint?: string;
  items: readonly PageItem[];
  onSelect(item: PageItem): void;
  /** Key of the item that is open, with what is shown under it. */
  open?: { key: string; content: ComponentChildren };
  choice?: Choice;
  /** What sources say of the items, where somebody asks. */
  outlines?: Outlines;
  /** Whether each row says itself that it is related, old or a reference. */
  tellsKin?: boolean;
}

/** One group of a page's values, each a button; nothing where the group is empty. */
export function ItemList({ title, aside, hint, items, onSelect, open, choice, outlines, tellsKin }: Props) {
  if (items.length === 0) return null;
  const openAt = open ? items.findIndex((item) => keyOf(item) === open.key) : -1;
  return (
    <section class="items">
      <h2>
        {title}{' '}
        <span class="items-count">
          {aside === undefined ? inWords(items.length) : say('countAside', { number: items.length, aside })}
        </span>
      </h2>
      {hint && <p class="muted small items-hint">{hint}</p>}
      <LongList
        count={items.length}
        open={openAt < 0 ? undefined : openAt}
        renderRow={(at, place) => {
          const item = items[at];
          if (!item) return null;
          const key = keyOf(item);
          const isOpen = at === openAt;
          return (
            <li
              key={key}
              id={`item-${key}`}
              class={`item ${isOpen ? 'item-open' : ''} ${choice ? 'choosable' : ''}`}
              {...place}
            >
              {choice && <Choose item={item} itemKey={key} choice={choice} />}
              <ItemButton
                item={item}
                onSelect={onSelect}
                tellsKin={tellsKin === true}
                {...(outlines && { outlines })}
                {...(open ? { expanded: isOpen } : {})}
              />
              {isOpen && <div class="item-facts">{open?.content}</div>}
            </li>
          );
        }}
      />
    </section>
  );
}

interface ItemProps {
  item: PageItem;
  expanded?: boolean;
  outlines?: Outlines;
  tellsKin: boolean;
  onSelect(item: PageItem): void;
}

function ItemButton({ item, expanded, outlines, tellsKin, onSelect }: ItemProps) {
  const outline = outlines?.of(item);
  // In whole hours: a row is not drawn anew at each tick.
  const hour = outlines && Math.floor(outlines.now / 3_600_000);
  // Not compared again unless its own item changed: a page may list thousands.
  const content = useMemo(
    () => (
      <ItemContent
        item={item}
        isOpen={expanded === true}
        tellsKin={tellsKin}
        {...(outline && { outline })}
        now={outlines?.now ?? 0}
      />
    ),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the time counts by the hour
    [item, expanded, outline, hour, tellsKin],
  );
  return (
    <button type="button" class="item-button" aria-expanded={expanded} onClick={() => onSelect(item)}>
      {content}
    </button>
  );
}

function ItemContent(props: {
  item: PageItem;
  isOpen: boolean;
  tellsKin: boolean;
  outline?: Outline;
  now: number;
}) {
  const { item, isOpen, tellsKin, outline, now } = props;
  const kin = tellsKin ? kinOf(item) : undefined;
  return (
    <>
      <span class="item-value">
        <span class={item.onlyInNavigation || item.hidden ? 'unmarked' : markClass(item.verdict)}>
          <ObservableText observable={item} {...(isOpen ? {} : { limit: 200 })} />
        </span>
      </span>
      <LevelLabel verdict={item.verdict} />
      <span class="item-about muted">
        {say(`type_${item.type}`)}
        {item.count > 1 && ` ×${item.count}`}
        {item.links > 0 && ` · ${linksText(item)}`}
        {' · '}
        {item.hidden && <strong>{say('hiddenHere')} · </strong>}
        {kin && <strong>{say(kin)} · </strong>}
        <FlagWords verdict={item.verdict} />
        {item.verdict.quiet ? (
          <SourceText text={item.verdict.quiet.reason} limit={300} />
        ) : (
          <>
            <SourceText text={reasonFor(item.verdict)} limit={200} /> ·{' '}
            {outline?.lastReported !== undefined && (
              <>
                <Age iso={outline.lastReported} now={now} /> ·{' '}
              </>
            )}
            <SourceText text={item.quote} limit={200} />
          </>
        )}
      </span>
    </>
  );
}

/** Whether it is written there, or only where a link leads. */
function linksText({ count, links }: PageItem): string {
  return links < count ? say('asLinkSome', { count: links }) : say('asLink', { count });
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

function LevelLabel({ verdict }: { verdict: Verdict }) {
  if (verdict.matchClass === 'reference') return null;
  const level = message(`level_${verdict.level}`);
  return (
    <span class={`item-level text-${verdict.quiet ? 'unrated' : verdict.level}`}>
      {inWords(levelWith(verdict, level))}
    </span>
  );
}

function levelWith({ listedOnly, faded }: Verdict, level: Message): Message {
  if (listedOnly) return message(faded ? 'levelUnmarkedFaded' : 'levelUnmarked', { level });
  return faded ? message('levelFaded', { level }) : level;
}
