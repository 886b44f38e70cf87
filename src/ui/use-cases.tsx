import type { ComponentChild } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { TrashedSummary } from '@/core/case-trash.ts';
import type { Case, CaseFields, CaseSummary, PlacedItem } from '@/core/cases.ts';
import type { Explanation, Observable } from '@/core/indicator.ts';
import type { RecordsUndo } from '@/core/records.ts';
import { appVersion } from '@/extension/app-version.ts';
import { currentTab } from '@/extension/current-tab.ts';
import { MATCH_BATCH } from '@/extension/messages.ts';
import { ask, askAgain } from '@/extension/worker-client.ts';
import { message } from '@/core/words.ts';
import type { CollectActions } from './case-adder.tsx';
import type { Outcome } from './options-actions.ts';
import { useUndo } from './use-undo.tsx';
import { useAnswer } from './use-worker.ts';
import { inWords, say } from './say.tsx';

/** The Cases tab: what it shows, and what can be done there. It lives with the panel, so that no other tab takes it away. */
export interface CasesState {
  /** Absent until the worker has answered. */
  all?: readonly CaseSummary[];
  current?: CaseSummary;
  sought: string;
  seek(text: string): void;
  /** Those that hold what is sought. */
  found: readonly CaseSummary[];
  /** The case that is looked at. */
  opened?: Case;
  open(id: string): void;
  leave(): void;
  create(name: string): Promise<Outcome>;
  choose(id: string): void;
  change(id: string, fields: CaseFields): Promise<Outcome>;
  noteValue(id: string, observable: Observable, note: string): Promise<Outcome>;
  remove(id: string, values: readonly Observable[], said: string): void;
  discard(each: Pick<CaseSummary, 'id' | 'name'>): void;
  /** Deleted ones that can be restored. */
  trash: readonly TrashedSummary[];
  restore(id: string): void;
  /** For good. */
  forget(id: string): void;
  explain(values: readonly Observable[]): Promise<(Explanation | undefined)[]>;
  version(): string;
  undoBar: ComponentChild;
  /** What went wrong with the last click, in words. */
  failure: string;
  collect: CollectActions;
}

/** `isUnreachable`: the worker does not answer; once it does, it is asked again. */
export function useCases(changed: number, isUnreachable: boolean, show: () => void): CasesState {
  const [sought, seek] = useState('');
  const [failure, fail] = useState('');
  // Undefined: not chosen yet, which is the current one; null: the list of all.
  const [chosen, setChosen] = useState<string | null>();
  const all = useAnswer(() => askAgain('cases', ''), [changed, isUnreachable]);
  const found = useAnswer(() => askAgain('cases', sought), [changed, sought, isUnreachable]);
  const current = all.answer?.current;
  const id = chosen === undefined ? current?.id : (chosen ?? undefined);
  const opened = useAnswer(
    () => (id === undefined ? undefined : askAgain('openCase', id).then((each) => ({ each }))),
    [changed, id, isUnreachable],
  ).answer?.each;
  const trash = useAnswer(() => askAgain('trashedCases'), [changed, isUnreachable]).answer ?? NONE;
  const tell = (answer: Promise<Outcome | void>) =>
    void answer.then(
      (outcome) => fail(outcome && !outcome.ok ? inWords(outcome.reason) : ''),
      () => fail(say('noAnswer')),
    );
  const undo = useUndo(undefined);
  const collect = useMemo(
    () =>
      collectActions(changed, all.answer?.cases ?? [], current, (next) => {
        setChosen(next);
        show();
      }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `show` does the same each time
    [changed, all.answer],
  );
  return {
    ...(all.answer && { all: all.answer.cases }),
    ...(current && { current }),
    sought,
    seek,
    found: found.answer?.cases ?? [],
    ...(opened && opened.id === id && { opened }),
    open: setChosen,
    leave: () => setChosen(null),
    async create(name) {
      const made = await askAgain('createCase', { id: crypto.randomUUID(), name });
      if (made.ok) setChosen(made.id);
      return made;
    },
    choose: (next) => tell(askAgain('chooseCase', next)),
    trash,
    restore: (each) => tell(askAgain('restoreCase', each)),
    forget: (each) => tell(askAgain('forgetCase', each)),
    change: (each, fields) => askAgain('changeCase', { id: each, ...fields }),
    noteValue: (each, observable, note) => askAgain('noteInCase', { id: each, observable, note }),
    remove(each, values, said) {
      let removed: PlacedItem[] = [];
      void undo.attempt(
        said,
        () =>
          answered(async () => {
            const answer = await ask('removeFromCase', { id: each, values: [...values] });
            if (answer.ok) ({ removed } = answer);
            return answer;
          }),
        () => answered(() => askAgain('putBackInCase', { id: each, drop: [], items: removed })),
      );
    },
    discard({ id: each, name }) {
      const before: RecordsUndo = { cases: [], notes: [], dropCases: [], dropNotes: [] };
      void undo.attempt(
        say('caseDeleted', { name }),
        () =>
          answered(async () => {
            const answer = await ask('deleteCase', each);
            if (answer.ok) before.cases.push(answer.deleted);
            if (answer.ok) setChosen(null);
            return answer;
          }),
        () =>
          answered(async () => {
            await askAgain('putBackRecords', before);
            return { ok: true };
          }),
      );
    },
    explain,
    version: appVersion,
    undoBar: undo.bar,
    failure,
    collect,
  };
}

const NONE: readonly TrashedSummary[] = [];

/** A worker that does not answer is an outcome, too. */
async function answered(question: () => Promise<Outcome>): Promise<Outcome> {
  try {
    const answer = await question();
    return answer.ok ? { ok: true } : answer;
  } catch {
    return { ok: false, reason: message('noAnswer') };
  }
}

async function explain(values: readonly Observable[]): Promise<(Explanation | undefined)[]> {
  const all: (Explanation | undefined)[] = [];
  for (let from = 0; from < values.length; from += MATCH_BATCH) {
    const batch = values.slice(from, from + MATCH_BATCH);
    const questions = batch.map(({ type, value }) => ({ observable: { type, value } }));
    all.push(...(await askAgain('explainAll', questions)));
  }
  return all;
}

function collectActions(
  changed: number,
  all: readonly CaseSummary[],
  current: CaseSummary | undefined,
  show: (id: string) => void,
): CollectActions {
  return {
    changed,
    open: all.filter(({ closed }) => closed === undefined),
    ...(current && { current }),
    choose: (id) => askAgain('chooseCase', id),
    create: (name) => askAgain('createCase', { id: crypto.randomUUID(), name }),
    add: async (id, values) => askAgain('addToCase', { id, values, place: await placeInFront() }),
    addLookedUp: (id, values) => askAgain('addToCase', { id, values, place: {} }),
    takeBack: (id, { added, before }) =>
      askAgain('putBackInCase', {
        id,
        drop: added,
        // They are there, and are only put back as they were.
        items: before.map((item) => ({ index: 0, item })),
      }),
    holding: (observable) => askAgain('casesWith', observable),
    show,
  };
}

/** Nothing of a private window is kept. */
async function placeInFront(): Promise<{ title?: string; url?: string }> {
  const tab = await currentTab();
  if (!tab || tab.isPrivate) return {};
  return { ...(tab.title && { title: tab.title }), ...(tab.page && { url: tab.page }) };
}
