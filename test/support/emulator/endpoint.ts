import { randomUUID } from 'node:crypto';
import { errorAnswer } from './answer.ts';
import type { Answer, ApiError } from './answer.ts';
import { formatError, keyError } from './access.ts';
import type { Access } from './access.ts';
import { currentPlan, serverTime } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { formatPage } from './formats.ts';
import { readQuery } from './query.ts';
import type { Query } from './query.ts';
import { createRateLimiter, rateError, rateHeaders, retryAfterHeader } from './rate-limit.ts';
import type { RowTable } from './row-table.ts';
import { createViews } from './views.ts';
import { wireRow } from './wire-row.ts';

/** Where the rows are. */
export const PATH = '/api/v1/iocs';
/** Where one value is asked about. */
const LOOKUP_PATH = '/api/v1/lookup';

/** A request to the API, as far as the API looks at it. */
export interface ApiRequest {
  method: string;
  url: URL;
  access: Access;
}
export interface ApiAnswer extends Answer {
  /** Rows in it, where it is a page. */
  rows?: number;
}

/** The API itself, without the network: `answer` for a request, `refusal` for an error of any other cause. */
export function createEndpoint(table: RowTable, behaviour: Behaviour) {
  const views = createViews(table);
  const limiter = createRateLimiter();
  let pages = 0;

  function answer(request: ApiRequest): ApiAnswer {
    const error = routeError(request) ?? keyError(request.access);
    if (error) return fail(error);
    const now = serverTime(behaviour);
    const plan = currentPlan(behaviour);
    const rate = limiter.take({ ...plan, dailyQuota: behaviour.dailyQuota }, now);
    if (!rate.allowed)
      return fail(rateError(rate), behaviour.retryAfter ? retryAfterHeader(rate, now) : undefined);
    if (request.url.pathname === LOOKUP_PATH) return answerLookup(request.url.searchParams.get('value'));
    const read = readQuery(request.url.searchParams, behaviour, plan, now);
    if (!read.ok) return fail(read.error);
    const forbidden = formatError(read.query.format, plan);
    return forbidden ? fail(forbidden) : answerPage(read.query, request.url, now);
  }

  /** In one of the two documented shapes: fields at the top, rows below "data". */
  function answerLookup(value: string | null): ApiAnswer {
    const rows = Array.from(table.sequence, (place) => table.row(place)).filter(
      (row) => (row as { value?: unknown } | null)?.value === value,
    );
    const data = rows.map((row) => wireRow(row, behaviour, true));
    const headers = { 'Content-Type': 'application/json; charset=utf-8', ...currentRate() };
    return { status: 200, headers, body: JSON.stringify({ found: data.length > 0, value, data }) };
  }

  function answerPage(query: Query, url: URL, now: number): ApiAnswer {
    const page = pages + 1;
    const view = views.select(query, behaviour, page);
    if (query.offset > 0 && query.offset >= view.length && behaviour.pastTotal === 'refuse')
      return fail({ status: 400, code: 'invalid_parameter', message: 'offset is past the last row.' });
    const places = view.subarray(query.offset, query.offset + query.limit);
    const rows = Array.from(places, (place) => wireRow(table.row(place), behaviour, query.withContext));
    const total = behaviour.total(view.length, page);
    const endpoint = url.origin + url.pathname;
    const formatted = formatPage({ rows, total, query, generatedAt: now, endpoint }, behaviour);
    pages = page;
    behaviour.onPage(page, table);
    return { ...formatted, headers: { ...formatted.headers, ...currentRate() }, rows: rows.length };
  }

  function fail(error: ApiError, headers: Record<string, string> = {}): Answer {
    return errorAnswer(error, `req_${randomUUID()}`, { ...currentRate(), ...headers });
  }

  function currentRate(): Record<string, string> {
    const rates = { ...currentPlan(behaviour), dailyQuota: behaviour.dailyQuota };
    return rateHeaders(limiter.peek(rates, serverTime(behaviour)));
  }

  return {
    answer,
    refusal: (status: number, code: string, message: string) => fail({ status, code, message }),
  };
}

function routeError({ method, url }: ApiRequest): ApiError | undefined {
  if (url.pathname !== PATH && url.pathname !== LOOKUP_PATH)
    return { status: 404, code: 'not_found', message: 'There is nothing here.' };
  if (method !== 'GET') return { status: 405, code: 'method_not_allowed', message: 'Only GET is allowed.' };
  return undefined;
}
