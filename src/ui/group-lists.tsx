import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { PageItem } from '@/core/indicator.ts';
import { type Choice, ItemList } from './item-list.tsx';
import { groupItems, type Order, type PageGroups } from './page-groups.ts';
import { asideOf } from './page-summary.tsx';

interface Props {
  items: readonly PageItem[];
  /** What is marked and its kin, or what is listed and not marked; absent: both. */
  part?: 'known' | 'suppressed';
  onSelect(item: PageItem): void;
  /** Key of the item that is open, with what is shown under it. */
  open?: { key: string; content: ComponentChildren };
  order?: Order;
  /** Where values can be chosen. */
  choice?: Choice;
  step?: number;
}

/** Everything that is known on a page, group by group. */
export function GroupLists({ items, part, order, ...common }: Props) {
  const groups = useMemo(() => groupItems(items, order), [items, order]);
  return (
    <>
      {part !== 'suppressed' && <KnownGroups groups={groups} {...common} />}
      {part !== 'known' && <SuppressedGroups groups={groups} {...common} />}
    </>
  );
}

type GroupProps = Omit<Props, 'items' | 'part' | 'order'> & { groups: PageGroups };

function KnownGroups({ groups, ...common }: GroupProps) {
  return (
    <>
      <ItemList title="Known" {...asideOf(groups.known)} items={groups.known} {...common} />
      <ItemList
        title="Related"
        aside="not counted"
        hint="Not listed themselves: a domain above, a URL on the host, a range around or the mail’s domain is."
        items={groups.related}
        {...common}
      />
      <ItemList title="References" items={groups.references} {...common} />
      <ItemList
        title="Old"
        aside="not counted"
        hint="Not reported for a long time; they may have changed hands since."
        items={groups.old}
        {...common}
      />
    </>
  );
}

function SuppressedGroups({ groups, ...common }: GroupProps) {
  return (
    <>
      <ItemList
        title="Listed, not marked: navigation only"
        hint="They stand only in menus, footers or share links."
        items={groups.navigation}
        {...common}
      />
      <ItemList title="Listed, not marked: suppressed" items={groups.suppressed} {...common} />
    </>
  );
}
