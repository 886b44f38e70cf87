import { isCaseFound, isNoteFound } from '@/core/case-search.ts';
import { putInTrash, readTrash, summarizeTrashed, takeFromTrash } from '@/core/case-trash.ts';
import {
  addValues,
  CASE_LIMITS,
  caseKey,
  changeFields,
  createCase,
  GONE,
  inCaseOrder,
  noteValue,
  putValuesBack,
  removeValues,
  summarize,
  type Case,
  type Refusal,
} from '@/core/cases.ts';
import { checkNote } from '@/core/notes.ts';
import { planRecords, type Records, type RecordsPlan } from '@/core/records.ts';
import type { RecordRoute, TakeOver } from '@/extension/messages.ts';
import type { RecordStore } from '@/store/user-records.ts';
import { message } from '@/core/words.ts';
import type { Routes } from './routes.ts';

interface Parts {
  user: RecordStore;
  broadcast(what: 'records'): void;
  now(): number;
}

/** What extension pages may ask and change of the user's cases and notes. Every change is one transaction and is told to all of them. */
export function createRecordRoutes({ user, broadcast, now }: Parts) {
  const at = () => new Date(now()).toISOString();

  /** Changes one case by a rule that may refuse. */
  async function change<T extends object>(
    id: string,
    rule: (found: Case, cases: Case[]) => ({ ok: true; changed: Case } & T) | Refusal,
  ) {
    return told(
      await user.changeCases((cases) => {
        const found = cases.find((each) => each.id === id);
        if (!found) return GONE;
        const next = rule(found, cases);
        if (!next.ok) return next;
        const { changed, ...answer } = next;
        return { change: { cases: [changed] }, answer };
      }),
    );
  }

  function told<T>(answer: T): T {
    broadcast('records');
    return answer;
  }

  return {
    async cases(sought) {
      const [all, chosen] = await Promise.all([user.cases(), user.currentCase()]);
      const current = all.find(({ id, closed }) => id === chosen && closed === undefined);
      return {
        cases: inCaseOrder(all.filter((each) => isCaseFound(each, sought))).map(summarize),
        total: all.length,
        ...(current && { current: summarize(current) }),
      };
    },
    openCase: (id) => user.case(id),
    async casesWith(observable) {
      const key = caseKey(observable);
      const all = await user.cases();
      return inCaseOrder(all.filter(({ items }) => items.some((item) => caseKey(item) === key))).map(
        summarize,
      );
    },
    async createCase({ id, name }) {
      const answer = await user.changeCases((cases) => {
        const made = cases.find((each) => each.id === id);
        if (made) return { change: {}, answer: { ok: true as const, id, name: made.name } };
        const next = createCase(cases, { id, name, at: at() });
        return next.ok
          ? { change: { cases: [next.created] }, answer: { ok: true as const, id, name: next.created.name } }
          : next;
      });
      if (answer.ok) await user.chooseCase(id);
      return told(answer);
    },
    changeCase: ({ id, ...fields }) => change(id, (found) => changeFields(found, fields, at())),
    async chooseCase(id) {
      await user.chooseCase(id);
      broadcast('records');
    },
    addToCase: ({ id, values, place }) =>
      change(id, (found, cases) => {
        const next = addValues(cases, id, { values, place, at: at() });
        return next.ok
          ? { ok: true, changed: next.changed, added: next.added, before: next.before, name: found.name }
          : next;
      }),
    removeFromCase: ({ id, values }) =>
      change(id, (found) => ({ ok: true, ...removeValues(found, values, at()) })),
    putBackInCase: ({ id, drop, items }) =>
      change(id, (found) => ({ ok: true, changed: putValuesBack(found, { drop, items }, at()) })),
    noteInCase: ({ id, observable, note }) =>
      change(id, (found) => noteValue(found, { observable, note }, at())),
    async deleteCase(id) {
      const before = await user.case(id);
      // First, so that it is somewhere at any time.
      if (before) await user.changeCaseTrash((stored) => putInTrash(readTrash(stored, now()), before, at()));
      return told(
        await user.changeCases((cases) => {
          const found = cases.find((each) => each.id === id);
          return found
            ? { change: { dropCases: [id] }, answer: { ok: true as const, deleted: found } }
            : GONE;
        }),
      );
    },

    async trashedCases() {
      const [stored, cases] = await Promise.all([user.caseTrash(), user.cases()]);
      const there = new Set(cases.map(({ id }) => id));
      // What was put back at once is no deleted case.
      return readTrash(stored, now())
        .filter((each) => !there.has(each.case.id))
        .map(summarizeTrashed);
    },
    async restoreCase(id) {
      const trashed = readTrash(await user.caseTrash(), now()).find((each) => each.case.id === id);
      const answer = await user.changeCases<{ ok: true } | Refusal>((cases) => {
        if (cases.some((each) => each.id === id)) return { change: {}, answer: OK };
        if (!trashed) return GONE;
        const values = cases.reduce((sum, { items }) => sum + items.length, trashed.case.items.length);
        if (cases.length >= CASE_LIMITS.cases || values > CASE_LIMITS.allValues) return NO_ROOM;
        return { change: { cases: [trashed.case] }, answer: OK };
      });
      if (answer.ok) await user.changeCaseTrash((stored) => takeFromTrash(readTrash(stored, now()), id));
      return told(answer);
    },
    async forgetCase(id) {
      await user.changeCaseTrash((stored) => takeFromTrash(readTrash(stored, now()), id));
      broadcast('records');
    },

    async notes(sought) {
      const all = await user.notes();
      return all
        .filter((note) => isNoteFound(note, sought))
        .sort((a, b) => b.changed.localeCompare(a.changed));
    },
    noteOn: (observable) => user.note(observable),
    async setNote({ observable, text }) {
      const { type, value } = observable;
      const answer = await user.changeNote<{ ok: true } | Refusal>(observable, (before, total) => {
        if (text.trim() === '') return { change: { dropNotes: [{ type, value }] }, answer: OK };
        const checked = checkNote(text, total, before !== undefined);
        return checked.ok
          ? { change: { notes: [{ type, value, text, changed: at() }] }, answer: OK }
          : { change: {}, answer: checked };
      });
      return told(answer);
    },

    async records() {
      const [cases, notes] = await Promise.all([user.cases(), user.notes()]);
      return { cases, notes };
    },
    previewRecords: async (theirs) =>
      countsOf(planRecords({ cases: await user.cases(), notes: await user.notes() }, theirs)),
    takeRecords: async (theirs: Records) =>
      told(
        await user.changeRecords((mine) => {
          const plan = planRecords(mine, theirs);
          return { change: plan.put, answer: { ...countsOf(plan), undo: plan.undo } };
        }),
      ),
    async putBackRecords(undo) {
      await user.changeRecords(() => ({ change: undo, answer: undefined }));
      broadcast('records');
    },
  } satisfies Routes<RecordRoute>;
}

const OK = { ok: true } as const;
const NO_ROOM = {
  ok: false,
  reason: message('caseNoRoomAgain'),
} as const;

function countsOf({ newCases, mergedCases, newNotes, replacedNotes, problems }: RecordsPlan): TakeOver {
  return { newCases, mergedCases, newNotes, replacedNotes, problems };
}
