import { useEffect, useState } from 'preact/hooks';
import { watchPageItems } from '@/extension/page-items.ts';
import type { PageList } from '@/extension/page-list.ts';

/** One tab's list; connected anew when `loads` changes. */
export function usePageItems(tabId: number | undefined, loads = 0): PageList {
  const [list, setList] = useState<PageList>({ state: 'connecting' });
  useEffect(() => {
    if (tabId === undefined) return;
    const closing = new AbortController();
    watchPageItems(tabId, setList, closing.signal);
    return () => closing.abort();
  }, [tabId, loads]);
  return list;
}

/** Of a list, to be used as a reason to ask again. */
export function roundOf(list: PageList): number | undefined {
  return list.state === 'listed' ? list.round : undefined;
}
