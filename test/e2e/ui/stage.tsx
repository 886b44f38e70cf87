import { type ComponentType, h, render } from 'preact';
import { type Card, type CardOptions, createCard } from '@/page/card.ts';
import type { CardLink } from '@/core/card-content.ts';
import type { Explanation, Observable, Tlp, Verdict } from '@/core/indicator.ts';
import type { PivotSettings } from '@/core/pivots.ts';
import type { AllowEntry } from '@/core/settings.ts';
import type { Question } from '@/extension/messages.ts';
import cardStyles from '@/ui/card.css?inline';
import { AllowForm } from '@/ui/allow-form.tsx';
import { CardView, renderCard } from '@/ui/card-view.tsx';
import { copyText } from '@/ui/copy-text.ts';
import { FactSheet } from '@/ui/fact-sheet.tsx';
import { OptionsView } from '@/ui/options-view.tsx';
import optionsStyles from '@/ui/options.css?inline';
import { PanelView } from '@/ui/panel-view.tsx';
import panelStyles from '@/ui/panel.css?inline';
import { PivotMenu } from '@/ui/pivot-menu.tsx';
import { PopupView } from '@/ui/popup-view.tsx';
import popupStyles from '@/ui/popup.css?inline';
import { speak } from '@/ui/say.tsx';
import { UnknownAnswer } from '@/ui/unknown-answer.tsx';
import { english } from '../../words/speech.ts';

/** Every callback a component may have: what was called, and what it is to answer. */
const ACTIONS = [
  'allowSites',
  'openDetails',
  'changeSource',
  'choose',
  'clearIndicators',
  'close',
  'copy',
  'dismissGaps',
  'eraseAll',
  'explain',
  'findNotes',
  'importList',
  'lookAtList',
  'lookUp',
  'openOptions',
  'openPanel',
  'outline',
  'previewRecords',
  'putBackRecords',
  'provenance',
  'readAgain',
  'records',
  'refreshSource',
  'removeSource',
  'save',
  'saveFile',
  'saveKey',
  'select',
  'setNote',
  'setSite',
  'show',
  'subscribe',
  'syncNow',
  'takeRecords',
  'testConnection',
] as const;

const SURFACES = {
  // Any of the props below: the specs give each component its own.
  popup: [PopupView as ComponentType<never>, popupStyles],
  panel: [PanelView as ComponentType<never>, panelStyles],
  options: [OptionsView as ComponentType<never>, optionsStyles],
  facts: [FactSheet as ComponentType<never>, cardStyles],
  unknown: [UnknownAnswer as ComponentType<never>, cardStyles],
  cardView: [CardView as ComponentType<never>, cardStyles],
} as const;

export interface CardSetup {
  /** Selector of the element that stands for the marked value. */
  at: string;
  observable: Observable;
  verdict: Verdict;
  options: CardOptions;
  link?: CardLink;
  ports?: number[];
  /** Absent: not known any more. */
  explanation?: Explanation;
  /** How many times the worker goes away before it answers. */
  failures?: number;
  panel?: { ok: boolean; how?: string };
}

const questions: Question[] = [];
const calls: { name: string; args: unknown[] }[] = [];
const answers: Record<string, unknown> = {
  copy: true,
  provenance: { url: 'https://reports.example.com/post', at: '2026-11-23T12:00:00.000Z', version: '1.2.3' },
  explain: [],
  outline: [],
  findNotes: [],
  records: { cases: [], notes: [] },
  previewRecords: { newCases: 0, mergedCases: 0, newNotes: 0, replacedNotes: 0, problems: [] },
  takeRecords: { undo: { cases: [], notes: [], dropCases: [], dropNotes: [] } },
  changeSource: { ok: true },
  removeSource: { ok: true, message: 'The source is deleted.' },
  subscribe: { ok: true },
  save: { ok: true },
  saveKey: { ok: true },
  clearIndicators: { ok: true, message: 'The indicators are cleared.' },
  testConnection: { ok: true, message: 'Connected.' },
};
let card: { card: Card; life: AbortController } | undefined;

export const stage = {
  calls,
  answers,
  /** What the card asked the worker. */
  questions,

  mount(surface: keyof typeof SURFACES, props: object): void {
    const [component, styles] = SURFACES[surface];
    wear(styles);
    const root = document.getElementById('root');
    const given = { ...props, actions: actions() };
    if (root) render(h(component as ComponentType<object>, given), root);
  },

  /** Takes away what was mounted. */
  clear(): void {
    const root = document.getElementById('root');
    if (root) render(null, root);
  },

  mountPivots(given: {
    observable: Observable;
    tlps: readonly Tlp[];
    settings: PivotSettings;
    allowsRestricted?: boolean;
  }): void {
    wear(panelStyles);
    const root = document.getElementById('root');
    const record =
      (name: string) =>
      (...args: unknown[]): void =>
        void calls.push({ name, args });
    const { observable, tlps, ...rest } = given;
    const pivots = { ...rest, confirm: record('confirm'), open: record('open') };
    if (root) render(h(PivotMenu, { observable, tlps, actions: pivots }), root);
  },

  mountAllow(given: { observable: Observable; allowlist: AllowEntry[]; refusal?: string }): void {
    wear(panelStyles);
    const root = document.getElementById('root');
    const save = async (entries: AllowEntry[]) => {
      calls.push({ name: 'save', args: [entries] });
      return given.refusal;
    };
    const { observable, allowlist } = given;
    const now = Date.parse('2026-11-23T12:00:00Z');
    if (root) render(h(AllowForm, { observable, now, actions: { allowlist, save } }), root);
  },

  showCard(setup: CardSetup): void {
    card?.life.abort();
    const life = new AbortController();
    let failures = setup.failures ?? 0;
    const made = createCard({
      document,
      styles: cardStyles,
      speech: english,
      explain: async (question) => {
        questions.push(question);
        if (failures-- > 0) throw new Error('The message channel closed.');
        return setup.explanation;
      },
      render: renderCard,
      openPanel: async (observable) => {
        calls.push({ name: 'openPanel', args: [observable] });
        return setup.panel ?? { ok: true };
      },
      copy: (text) => copyText(document, text),
      onEpoch: () => undefined,
      now: () => Date.parse('2026-11-23T12:00:00Z'),
      signal: life.signal,
    });
    card = { card: made, life };
    stage.showAgain(setup);
  },

  showAgain({ at, options, ...setup }: CardSetup): void {
    const { observable, verdict, link, ports } = setup;
    const value = document.querySelector(at);
    const rects = () => [...(value?.getClientRects() ?? [])];
    const extra = { ...(link && { link }), ...(ports && { ports }) };
    const holder = () => value ?? undefined;
    card?.card.show(
      { observable, verdict, rects, holder, page: { titles: ['A made-up page'] }, ...extra },
      options,
    );
  },

  endCard(): void {
    card?.life.abort();
  },
};
export type Stage = typeof stage;

function actions(): Record<string, (...args: unknown[]) => Promise<unknown>> {
  const recorded = (name: string) => [
    name,
    async (...args: unknown[]) => {
      // What a surface reads to draw itself is nobody's click.
      if (name !== 'findNotes' && name !== 'outline') calls.push({ name, args });
      // The worker went away.
      if (answers[name] === 'fails') throw new Error('The message channel closed.');
      return answers[name];
    },
  ];
  return Object.fromEntries(ACTIONS.map(recorded)) as ReturnType<typeof actions>;
}

function wear(styles: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [sheet];
}

speak(english);
Object.assign(globalThis, { stage });
