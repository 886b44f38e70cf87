import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { keyOf } from '@/core/indicator.ts';
import { askedOf, tellable } from '@/core/hidden-text.ts';
import type { FrameInspection, HiddenText } from '@/core/inspection.ts';
import { viewLinks, type LinkView } from '@/core/link-warning.ts';
import { viewMail, type MailView } from '@/core/mail-warning.ts';
import { inspectTab } from '@/extension/inspect-tab.ts';
import { MATCH_BATCH, type SortedValues } from '@/extension/messages.ts';
import { askAgain } from '@/extension/worker-client.ts';

/** What a page holds beside what is known. */
export type Inspection =
  | { state: 'none' }
  | { state: 'reading' }
  | {
      state: 'read';
      values: SortedValues;
      /** Of every value, known or not ("type:value"): as it is written at first, and the sentences that it stands in. */
      seen: Readonly<Record<string, Written>>;
      links: LinkView[];
      /** Links that stay on the page's own site: not listed. */
      ownLinks: number;
      /** Of what nobody sees, what holds something known, or a link that does not lead where it says. */
      hidden: HiddenText[];
      isCanvas: boolean;
      /** Where a message is shown. */
      mail?: ShownMail;
      /** There were more values than are told: how many. */
      cut?: number;
    };

export interface Written {
  asWritten: string;
  sentences: readonly string[];
}

export interface ShownMail extends MailView {
  /** Addresses of its head that are known, or whose domain is. */
  known: string[];
}

/** A page that goes on changing is not read at every change. */
const SETTLE_MS = 700;

/** Reads the tab whenever one of `reasons` changes, once it has settled; the former reading stays until the next is there. */
export function useInspection(
  tabId: number | undefined,
  reasons: readonly unknown[],
): [Inspection, () => void] {
  const [inspection, setInspection] = useState<Inspection>({ state: 'none' });
  const latest = useRef(0);
  const read = useCallback(() => {
    if (tabId === undefined) return;
    const mine = ++latest.current;
    setInspection((before) => (before.state === 'read' ? before : { state: 'reading' }));
    void inspectAndSort(tabId).then((result) => latest.current === mine && setInspection(result));
  }, [tabId]);
  useEffect(() => setInspection({ state: 'none' }), [tabId]);
  useEffect(() => {
    const timer = setTimeout(read, SETTLE_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the caller names what the page's content hangs on
  }, [read, ...reasons]);
  return [inspection, read];
}

async function inspectAndSort(tabId: number): Promise<Inspection> {
  const frames = await inspectTab(tabId);
  const [top] = frames;
  if (!top) return { state: 'none' };
  try {
    const values = mergeSorted(
      await Promise.all(
        frames.map(({ values: seen, page }) =>
          askAgain('sortValues', { values: seen, page: { ...page, url: top.frameUrl } }),
        ),
      ),
    );
    const [mail, hidden] = await Promise.all([readMail(frames), readHidden(frames)]);
    return {
      state: 'read',
      values,
      seen: readWritten(frames),
      ...readLinks(frames, top),
      ...readRest(frames, top),
      hidden,
      ...(mail && { mail }),
    };
  } catch {
    return { state: 'none' };
  }
}

/** The addresses may stand on the page only as what an element carries beside a name: nothing was marked there. */
async function readMail(frames: readonly FrameInspection[]): Promise<ShownMail | undefined> {
  const mail = viewMail(frames);
  if (!mail) return undefined;
  const addresses = [mail.from, mail.replyTo].flatMap((each) => each?.address ?? []);
  if (addresses.length === 0) return { ...mail, known: [] };
  const { items } = await askAgain('lookup', addresses.join('\n'));
  const known = items.flatMap(({ value, explanation }) => (explanation ? value : []));
  return { ...mail, known };
}

function readLinks(frames: readonly FrameInspection[], top: FrameInspection) {
  const site = URL.canParse(top.frameUrl) ? new URL(top.frameUrl).hostname : undefined;
  const { away, own } = viewLinks(
    frames.flatMap(({ links }) => links),
    site,
  );
  return { links: away, ownLinks: own };
}

async function readHidden(frames: readonly FrameInspection[]): Promise<HiddenText[]> {
  const texts = frames.flatMap(({ hidden }) => hidden);
  const asked = new Map(texts.flatMap(askedOf).map((value) => [keyOf(value), value]));
  const questions = [...asked.values()].slice(0, MATCH_BATCH).map((observable) => ({ observable }));
  const answers = questions.length > 0 ? await askAgain('explainAll', questions) : [];
  const known = new Set(questions.flatMap(({ observable }, at) => (answers[at] ? keyOf(observable) : [])));
  return tellable(texts, (value) => known.has(keyOf(value)));
}

function readRest(frames: readonly FrameInspection[], top: FrameInspection) {
  const cut = frames.reduce((sum, frame) => sum + (frame.cut ?? 0), 0);
  return {
    isCanvas: top.isCanvas === true,
    ...(cut > 0 && { cut }),
  };
}

function readWritten(frames: readonly FrameInspection[]): Record<string, Written> {
  const seen: Record<string, Written> = {};
  for (const { asWritten, sentences, ...value } of frames.flatMap(({ values }) => values)) {
    const key = keyOf(value);
    const before = seen[key];
    seen[key] = before
      ? { ...before, sentences: [...before.sentences, ...sentences] }
      : { asWritten, sentences };
  }
  return seen;
}

/** One list of every frame's: what stands in several is one value. */
function mergeSorted(sorted: readonly SortedValues[]): SortedValues {
  const unknown = new Map<string, SortedValues['unknown'][number]>();
  const leftOut = { own: 0, shared: 0, otherHash: 0 };
  let total = 0;
  for (const each of sorted) {
    total += each.total;
    for (const why of ['own', 'shared', 'otherHash'] as const) leftOut[why] += each.leftOut[why];
    for (const value of each.unknown) {
      const key = `${value.type}:${value.value}`;
      const before = unknown.get(key);
      unknown.set(key, before ? { ...before, count: before.count + value.count } : value);
    }
  }
  return { unknown: [...unknown.values()], leftOut, total };
}
