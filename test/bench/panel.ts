import { chromium, type Page } from '@playwright/test';
import type { ListedItem } from '@/extension/page-list.ts';
import { bundleStage } from '../e2e/ui/bundle-stage.ts';
import { provideChromium } from '../support/install-browsers.ts';
import { INDICATOR_TYPES, LEVELS } from '../../src/core/indicator.ts';
import { summarize, type Bench, type Figure, type Summary } from './figure.ts';
import { createRandom } from './random.ts';

/** As many as an ordinary long report has, and as many as a tab may ask about. */
const FEW = 500;
const MANY = 50_000;
const SCROLLED = 5000;
const ROUNDS = 7;
const SCROLL_ROUNDS = 3;
/** So far one flick of a wheel goes in a frame. */
const SCROLL_STEP = 400;

/** How the side panel draws, searches and scrolls long lists: the real components in a page of their own, as wide as a panel is. */
export async function benchPanel({ size, say }: Bench): Promise<Record<string, Figure>> {
  const { executable, version } = await provideChromium(say);
  const browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-gpu', '--headless=new'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 380, height: 800 } });
    await page.setContent(
      '<!doctype html><meta name="color-scheme" content="light dark"><main id="root"></main>',
    );
    await page.evaluate(await bundleStage({ minify: true }));
    const many = Math.max(FEW, Math.round(MANY * size));
    say(`${version}, ${FEW} and ${many.toLocaleString('en')} rows`);
    await hand(page, 'few', FEW);
    await hand(page, 'many', many);
    await hand(page, 'scrolled', Math.max(FEW, Math.round(SCROLLED * size)));
    const figures = await measureLists(page, many / FEW);
    return { ...figures, 'panel.scroll': await measureScroll(page) };
  } finally {
    await browser.close();
  }
}

declare global {
  /** The lists that are drawn, put into the page once. */
  var lists: Record<string, ListedItem[]>;
}

async function hand(page: Page, name: string, count: number): Promise<void> {
  await page.evaluate(([key, items]) => ((globalThis.lists ??= {})[key] = items), [
    name,
    madeUp(count),
  ] as const);
}

/** Made up from a fixed seed: of every type and level, each with a sentence. */
function madeUp(count: number): ListedItem[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, at) => {
    const level = random.pick(LEVELS);
    const value = `host-${at}.${random.pick(['example.net', 'example.org', 'test'])}`;
    return {
      type: random.pick(INDICATOR_TYPES),
      value,
      verdict: { matchClass: 'exact', matched: value, confidence: level, level, faded: random.chance(0.1) },
      count: random.between(1, 9),
      painted: 1,
      links: 0,
      quote: `In the made-up report it asks ${value} every ${random.between(2, 60)} minutes.`,
      onlyInNavigation: false,
      page: { titles: ['A made-up report'] },
    };
  });
}

async function measureLists(page: Page, factor: number): Promise<Record<string, Figure>> {
  const times: Record<string, { first: number; filter: number }[]> = { few: [], many: [] };
  // The first round warms both up, and is not counted.
  for (let round = 0; round <= ROUNDS; round++)
    for (const name of ['few', 'many']) {
      const measured = await drawAndFilter(page, name);
      if (round > 0) times[name]?.push(measured);
    }
  const of = (what: 'first' | 'filter'): Figure => {
    const [few, many] = [times['few'], times['many']].map((rounds) =>
      summarize((rounds ?? []).map((round) => round[what])),
    ) as [Summary, Summary];
    const ratio = many.median / few.median;
    // Half of what is linear in the rows.
    const goal = factor / 2;
    return {
      value: many.median,
      unit: 'ms',
      baseline: few.median,
      ratio,
      goal,
      ok: ratio <= Math.max(1.5, goal),
      detail: `${inWords(many)} with ${factor} times the rows of the baseline, ${inWords(few)}`,
    };
  };
  return { 'panel.first_row': of('first'), 'panel.filter': of('filter') };
}

/** From handing the list over until its first row is on the screen; from a typed letter until the rows that hold it are. */
async function drawAndFilter(page: Page, name: string): Promise<{ first: number; filter: number }> {
  return page.evaluate(async (key) => {
    stage.clear();
    const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await painted();
    const items = globalThis.lists[key] ?? [];
    const status = { phase: { state: 'idle' }, rows: 1, otherRows: 0, gaps: [] };
    let before = performance.now();
    stage.mount('panel', {
      tab: 'page',
      access: { ok: true, host: 'reports.example.com', siteOff: false },
      list: { state: 'listed', items, mismatches: [] },
      inspection: { state: 'none' },
      lookup: { state: 'none' },
      now: Date.parse('2026-11-23T12:00:00Z'),
      status,
    });
    await painted();
    const first = performance.now() - before;
    if (!document.querySelector('.item')) throw new Error('No row was drawn.');
    const search = document.querySelector<HTMLInputElement>('#panel-search');
    if (!search) throw new Error('There is no search.');
    before = performance.now();
    search.value = 'host-123';
    search.dispatchEvent(new Event('input', { bubbles: true }));
    await painted();
    const filter = performance.now() - before;
    const wanted = items.filter(({ value }) => value.startsWith('host-123')).length;
    const shown = [...document.querySelectorAll('.items')].reduce(
      (sum, section) => sum + Number(section.querySelector('.item')?.getAttribute('aria-setsize') ?? 0),
      0,
    );
    if (shown !== wanted) throw new Error(`${shown} rows hold what was sought, not ${wanted}.`);
    return { first, filter };
  }, name);
}

/** Frames a second while 5,000 rows are scrolled through; the baseline is an empty box that is as high. */
async function measureScroll(page: Page): Promise<Figure> {
  const rates: { ours: number[]; empty: number[] } = { ours: [], empty: [] };
  let blank = 0;
  for (let round = 0; round < SCROLL_ROUNDS; round++) {
    await drawAndFilter(page, 'scrolled');
    const ours = await scroll(page);
    rates.ours.push(ours.fps);
    blank += ours.blank;
    rates.empty.push((await scroll(page, true)).fps);
  }
  const [ours, empty] = [summarize(rates.ours), summarize(rates.empty)];
  const ratio = ours.median / empty.median;
  return {
    value: ours.median,
    unit: 'frames/s',
    baseline: empty.median,
    ratio,
    goal: 0.9,
    ok: ratio >= 0.9 && blank === 0,
    detail: `${ours.low.toFixed(1)} to ${ours.high.toFixed(1)}; an empty box ${empty.low.toFixed(1)} to ${empty.high.toFixed(1)}; frames without a row: ${blank}`,
  };
}

function scroll(page: Page, isEmpty = false): Promise<{ fps: number; blank: number }> {
  return page.evaluate(
    async ([empty, step]) => {
      const search = document.querySelector<HTMLInputElement>('#panel-search');
      if (search && !empty) {
        search.value = '';
        search.dispatchEvent(new Event('input', { bubbles: true }));
      }
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      await frame();
      let body = document.querySelector<HTMLElement>('.panel-body');
      if (!body) throw new Error('There is no panel.');
      const height = body.scrollHeight;
      if (empty) {
        stage.clear();
        const root = document.getElementById('root');
        if (root) root.innerHTML = '<div style="height:800px;overflow:auto"><div></div></div>';
        body = root?.firstElementChild as HTMLElement;
        (body.firstElementChild as HTMLElement).style.height = `${height}px`;
      }
      body.scrollTop = 0;
      const began = await frame();
      let frames = 0;
      let blank = 0;
      let at = began;
      const isRow = () =>
        document.elementFromPoint(150, 400)?.closest('.item, .items h2, .items-hint') instanceof Element;
      while (body.scrollTop + body.clientHeight < body.scrollHeight - 1) {
        body.scrollTop += step;
        at = await frame();
        frames++;
        // What the reader sees in the middle of this frame.
        if (!empty && !isRow()) blank++;
      }
      if (empty) body.remove();
      return { fps: (frames * 1000) / (at - began), blank };
    },
    [isEmpty, SCROLL_STEP] as const,
  );
}

function inWords({ median, low, high }: Summary): string {
  return `${median.toFixed(0)} ms (${low.toFixed(0)} to ${high.toFixed(0)})`;
}
