import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { PageItem } from '@/core/indicator.ts';
import type { Choice } from './choose.tsx';
import { ItemList, type Outlines } from './item-list.tsx';
import type { Grouping } from './known-view.tsx';
import {
  groupBySource,
  groupByType,
  groupItems,
  isSuppressed,
  type Order,
  type PageGroups,
} from './page-groups.ts';
import { asideOf } from './page-summary.tsx';
import { say } from './say.tsx';
import { SourceText } from './source-text.tsx';

interface Props {
  items: readonly PageItem[];
  /** What is marked and its kin, or what is listed and not marked; absent: both. */
  part?: 'known' | 'suppressed';
  onSelect(item: PageItem): void;
  /** Key of the item that is open, with what is shown under it. */
  open?: { key: string; content: ComponentChildren };
  /** Of the known ones; absent: by how they match. */
  group?: Grouping;
  order?: Order;
  /** Where values can be chosen. */
  choice?: Choice;
  outlines?: Outlines;
}

/** Everything that is known on a page, group by group. */
export function GroupLists({ part, group = 'kin', ...props }: Props) {
  return (
    <>
      {part !== 'suppressed' && group === 'kin' && <KnownGroups {...props} />}
      {part !== 'suppressed' && group === 'type' && <TypeGroups {...props} />}
      {part !== 'suppressed' && group === 'source' && <SourceGroups {...props} />}
      {part !== 'known' && <SuppressedGroups {...props} />}
    </>
  );
}

type GroupProps = Omit<Props, 'part' | 'group'>;

function useGroups(items: readonly PageItem[], order: Order | undefined): PageGroups {
  return useMemo(() => groupItems(items, order), [items, order]);
}

function KnownGroups({ items, order, ...common }: GroupProps) {
  const groups = useGroups(items, order);
  return (
    <>
      <ItemList title={say('groupKnown')} {...asideOf(groups.known)} items={groups.known} {...common} />
      <ItemList
        title={say('groupRelated')}
        aside={say('notCounted')}
        hint={say('groupRelatedHint')}
        items={groups.related}
        {...common}
      />
      <ItemList title={say('groupReferences')} items={groups.references} {...common} />
      <ItemList
        title={say('groupOld')}
        aside={say('notCounted')}
        hint={say('groupOldHint')}
        items={groups.old}
        {...common}
      />
    </>
  );
}

function TypeGroups({ items, order, ...common }: GroupProps) {
  const groups = useMemo(() => groupByType(items.filter(isMarked), order), [items, order]);
  return groups.map(({ type, items: of }) => (
    <ItemList key={type} title={say(`type_${type}`)} items={of} tellsKin {...common} />
  ));
}

function SourceGroups({ items, order, ...common }: GroupProps) {
  const { outlines } = common;
  const groups = groupBySource(items.filter(isMarked), (item) => outlines?.of(item)?.sources[0], order);
  return groups.map(({ source, items: of }) => (
    <ItemList
      key={source ?? ''}
      title={source === undefined ? say('groupsAsking') : <SourceText text={source} limit={120} />}
      items={of}
      tellsKin
      {...common}
    />
  ));
}

function isMarked(item: PageItem): boolean {
  return !isSuppressed(item);
}

function SuppressedGroups({ items, order, ...common }: GroupProps) {
  const groups = useGroups(items, order);
  return (
    <>
      <ItemList
        title={say('groupNavigation')}
        hint={say('groupNavigationHint')}
        items={groups.navigation}
        {...common}
      />
      <ItemList title={say('groupSuppressed')} items={groups.suppressed} {...common} />
    </>
  );
}
