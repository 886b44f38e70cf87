import { inForce } from '@/core/allowlist.ts';
import { outlineOf } from '@/core/outline.ts';
import { MATCH_BATCH, type Question } from '@/extension/messages.ts';
import { readPage, readPorts } from './read-page.ts';
import type { RouterParts, Routes } from './routes.ts';
import { sortValues } from './unknown.ts';

type QuestionRoute = 'explain' | 'explainAll' | 'outlineAll' | 'sortValues' | 'lookup' | 'search' | 'askApi';

/** What extension pages ask about values. */
export function createQuestionRoutes({
  matcher,
  user,
  sync,
  now,
}: Pick<RouterParts, 'matcher' | 'user' | 'sync' | 'now'>): Routes<QuestionRoute> {
  function explain({ observable, page, ports }: Question) {
    return matcher.explain(observable, page ? [readPage(page)] : [], readPorts(ports));
  }

  function explainAll(questions: readonly Question[]) {
    return Promise.all(questions.slice(0, MATCH_BATCH).map(explain));
  }

  return {
    explain,
    explainAll,
    outlineAll: async (questions) =>
      (await explainAll(questions)).map((explanation) => explanation && outlineOf(explanation)),
    async sortValues({ values, page }) {
      const { allowlist } = await user.settings();
      return sortValues(values, {
        allowlist: inForce(allowlist, now()),
        page: readPage(page),
        isKnown: async (asked) =>
          (await matcher.match(asked, [readPage(page)])).map((verdict) => verdict !== undefined),
      });
    },
    lookup: (text) => matcher.lookup(text),
    search: (sought) => matcher.search(sought),
    async askApi(observable) {
      const answer = await sync.ask(observable);
      if (!answer.ok) return answer;
      const { found, host, rows } = answer;
      const explanation = await matcher.explainRows(observable, rows);
      return { ok: true, host, found, ...(explanation && { explanation }) };
    },
  };
}
