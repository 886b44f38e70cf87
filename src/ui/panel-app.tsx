import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { keyOf, type Observable } from '@/core/indicator.ts';
import type { ExportRow, Provenance } from '@/export/export-row.ts';
import { type CurrentTab, currentTab, onTabChange } from '@/extension/current-tab.ts';
import { appVersion } from '@/extension/app-version.ts';
import { MATCH_BATCH, type PanelRequest, type Question } from '@/extension/messages.ts';
import { openTab } from '@/extension/open-tab.ts';
import { openDetails } from '@/extension/details-page.ts';
import { openOptions } from '@/extension/options-page.ts';
import type { ListedItem, PageList } from '@/extension/page-list.ts';
import { goToValue } from '@/extension/walk.ts';
import { ask, askAgain } from '@/extension/worker-client.ts';
import { copyText } from './copy-text.ts';
import type { PanelTab } from './panel-tabs.ts';
import { type Lookup, type OpenItem, PanelView } from './panel-view.tsx';
import { saveFile } from './save-file.ts';
import { useCases } from './use-cases.tsx';
import { useInspection } from './use-inspection.ts';
import { roundOf, usePageItems } from './use-page-items.ts';
import { allowSites } from './use-site-access.ts';
import { inTrouble, useAnswer, useChanges, useEpoch, useNow, useStanding, useTrouble } from './use-worker.ts';
import type { ValueActionSet } from './value-actions.tsx';

/** The side panel with its browser: one window's front tab, whichever that is. */
export function PanelApp() {
  const [front, loads] = useFrontTab();
  const changes = useChanges();
  const status = useStanding(() => askAgain('syncStatus'), [changes.status]);
  const list = usePageItems(front?.id, loads);
  const access = useAnswer(
    () => (front ? askAgain('pageAccess', front.id) : undefined),
    // A page's own address is judged when its annotator starts; the worker announces what it finds. One that answers again is asked all. In a frame that comes later may stand what cannot be read.
    [front?.id, loads, list.state, roundOf(list), changes.settings, changes.access, status.failed],
  );
  const [tab, choose] = useState<PanelTab>('page');
  const [open, openFacts, closeFacts] = useOpenItem(list);
  const [lookup, lookUp] = useLookup();
  const [inspection, readAgain] = useInspection(access.answer?.ok === false ? undefined : front?.id, [
    front?.page,
    loads,
    list.state,
    // A page that grows: its values come one after another. Others may be known of the same page later.
    useMemo(() => knownIn(list), [list]),
    changes.settings,
  ]);
  const valueActions = useValueActions(changes.settings);
  const cases = useCases(changes.records, status.failed, () => choose('cases'));
  const trouble = useTrouble(status.failed, status.again);
  const now = useNow(status.answer?.phase.state === 'idle' ? 10_000 : 1000);

  const answer = useCallback(
    (request: PanelRequest) => {
      choose(request.kind === 'lookup' ? 'lookup' : 'page');
      if (request.kind === 'item') openFacts(request.observable);
      // Where nothing was selected, the box waits for what is to be looked up.
      else if (request.text.trim() !== '') lookUp(request.text);
    },
    [lookUp, openFacts],
  );
  usePanelRequest(front?.windowId, changes.panel, answer);
  // Another page in the same tab, too: what was open there says nothing of this one.
  useEffect(closeFacts, [closeFacts, front?.id, front?.page]);

  const select = (item: Observable) => {
    if (open && keyOf(open.observable) === keyOf(item)) return closeFacts();
    openFacts(item);
    if (front) void goToValue(front.id, item);
  };
  const shown = inTrouble(status.answer, trouble, now);
  return (
    <PanelView
      tab={tab}
      list={list}
      inspection={inspection}
      lookup={lookup}
      cases={cases}
      now={now}
      isUnreachable={status.failed}
      {...(access.answer ? { access: access.answer } : {})}
      {...(shown ? { status: shown } : {})}
      {...(trouble !== undefined ? { trouble } : {})}
      {...(open ? { open } : {})}
      actions={{
        choose,
        select,
        show: (item) => front && void goToValue(front.id, item),
        lookUp,
        search: (sought) => askAgain('search', [...sought]),
        askRest: (rest) => front && void askAgain('askRest', { tabId: front.id, rest }),
        copy: (text) => copyText(document, text),
        openOptions: () => void openOptions(),
        openDetails: () => void openDetails(),
        allowSites,
        readAgain,
        ...valueActions,
        collect: cases.collect,
        notes: {
          changed: changes.records,
          on: (observable) => askAgain('noteOn', observable),
          set: (observable, text) => askAgain('setNote', { observable, text }),
        },
        explain: explainAll,
        outline: outlineAll,
        save: (name, mime, text) => saveFile(document, name, mime, text),
        provenance: () => provenanceOf(list, front?.page),
      }}
    />
  );
}

function knownIn(list: PageList): string {
  return list.state === 'listed' ? list.items.map(keyOf).sort().join('\n') : '';
}

/** What hangs on the settings: other tools, the API that can be asked, and what the user allows. */
function useValueActions(changed: number): ValueActionSet {
  const { answer } = useAnswer(() => askAgain('getSettings'), [changed]);
  if (!answer) return {};
  const { pivots, allowlist, baseUrl } = answer.settings;
  return {
    pivots: {
      ...(answer.managed && {
        forbidden: answer.managed.pivotsForbidden,
        allowsRestricted: answer.managed.pivotsForRestricted,
      }),
      settings: pivots,
      confirm(host) {
        const confirmed = [...new Set([...pivots.confirmed, host])];
        void askAgain('setSettings', { pivots: { ...pivots, confirmed } });
      },
      open: (url) => void openTab(url),
    },
    ...(answer.hasKey && {
      askApi: {
        host: new URL(baseUrl).host,
        ask: (observable) => ask('askApi', observable),
        copy: (text) => copyText(document, text),
      },
    }),
    allow: {
      allowlist,
      async save(entries) {
        const saved = await askAgain('setSettings', { allowlist: entries });
        return saved.ok ? undefined : saved.reason;
      },
    },
  };
}

/** What is known of each, in as many questions as it takes. */
async function explainAll(items: readonly ListedItem[]): Promise<ExportRow[]> {
  const rows: ExportRow[] = [];
  for (let from = 0; from < items.length; from += MATCH_BATCH) {
    const batch = items.slice(from, from + MATCH_BATCH);
    const explanations = await askAgain('explainAll', batch.map(questionOf));
    batch.forEach(({ type, value, quote }, at) => {
      const explanation = explanations[at];
      rows.push({ type, value, sentences: [quote], ...(explanation && { explanation }) });
    });
  }
  return rows;
}

function outlineAll(items: readonly ListedItem[]) {
  return askAgain('outlineAll', items.map(questionOf));
}

function questionOf({ type, value, page, ports }: ListedItem): Question {
  return { observable: { type, value }, page, ...(ports && { ports }) };
}

function provenanceOf(list: PageList, url: string | undefined): Provenance {
  const title = list.state === 'listed' ? list.items[0]?.page.titles[0] : undefined;
  return {
    ...(title !== undefined && { title }),
    ...(url !== undefined && url !== '' && { url }),
    at: new Date().toISOString(),
    version: appVersion(),
  };
}

/** The window's front tab, and how often it changed or loaded. */
function useFrontTab(): [CurrentTab | undefined, number] {
  const [front, setFront] = useState<CurrentTab>();
  const [loads, setLoads] = useState(0);
  useEffect(() => {
    const closing = new AbortController();
    const read = async () => {
      setFront(await currentTab());
      setLoads((before) => before + 1);
    };
    void currentTab().then((tab) => {
      setFront(tab);
      if (tab && !closing.signal.aborted) onTabChange(tab.windowId, () => void read(), closing.signal);
    });
    return () => closing.abort();
  }, []);
  return [front, loads];
}

/** What is open, with its facts; they are asked again when more becomes known of it or of where it stands. */
function useOpenItem(list: PageList): [OpenItem | undefined, (observable: Observable) => void, () => void] {
  const [open, setOpen] = useState<OpenItem>();
  const observable = open?.observable;
  const epoch = useEpoch();
  const question = observable && JSON.stringify(questionAbout(observable, list));
  useEffect(() => {
    if (!observable || question === undefined) return;
    let isOver = false;
    // It was written a line above.
    void readFacts(JSON.parse(question) as Question).then((facts) =>
      // Another value may have been opened meanwhile, or this one closed.
      setOpen((current) => (!isOver && current?.observable === observable ? { observable, facts } : current)),
    );
    return () => void (isOver = true);
  }, [observable, question, epoch]);
  const openFacts = useCallback(
    (next: Observable) => setOpen({ observable: next, facts: { state: 'asking' } }),
    [],
  );
  const closeFacts = useCallback(() => setOpen(undefined), []);
  return [open, openFacts, closeFacts];
}

function questionAbout({ type, value }: Observable, list: PageList): Question {
  const items = list.state === 'listed' ? list.items : [];
  const item = items.find((each) => each.type === type && each.value === value);
  const observable = { type, value };
  return item ? { observable, page: item.page, ...(item.ports && { ports: item.ports }) } : { observable };
}

async function readFacts(question: Question): Promise<OpenItem['facts']> {
  try {
    const explanation = await askAgain('explain', question);
    return explanation ? { state: 'known', explanation } : { state: 'forgotten' };
  } catch {
    return { state: 'unreachable' };
  }
}

function useLookup(): [Lookup, (text: string) => void] {
  const [lookup, setLookup] = useState<Lookup>({ state: 'none' });
  const lookUp = useCallback((text: string) => {
    const asking: Lookup = { state: 'asking', text };
    setLookup(asking);
    askAgain('lookup', text).then(
      (answer) => setLookup((now) => (now === asking ? { state: 'answered', text, answer } : now)),
      () => setLookup((now) => (now === asking ? { state: 'unreachable', text } : now)),
    );
  }, []);
  return [lookup, lookUp];
}

/** Answers what the panel was last asked for, once for each time it was asked. */
function usePanelRequest(
  windowId: number | undefined,
  asked: number,
  answer: (request: PanelRequest) => void,
): void {
  const [request, setRequest] = useState<PanelRequest>();
  useEffect(() => {
    if (windowId === undefined) return;
    askAgain('panelRequest', windowId).then(
      // Each request is told once; nothing new leaves the last one be.
      (next) => setRequest((before) => next ?? before),
      // The sync state in the foot and the page's list say the same; the next announcement asks again.
      () => undefined,
    );
  }, [windowId, asked]);
  useEffect(() => {
    if (request) answer(request);
  }, [request, answer]);
}
