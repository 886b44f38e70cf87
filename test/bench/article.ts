import type { Random } from './random.ts';
import type { Values } from './values.ts';
import { capitalize, type Words } from './words.ts';

/** What made-up text is made of. */
export interface Materials {
  random: Random;
  words: Words;
  values: Values;
  /** Counts a value that is about to be written, and defangs it that often. */
  plant: (value: string, defangedShare: number) => string;
}

/** Sentences as threat reports and news have them, with all that looks like a value and is none. */
export interface Article {
  /** Another author: with typographic quotes and dashes, or those of a typewriter. */
  begin(): void;
  /** A heading or a paragraph; `valueShare` of its words are indicators. */
  section(valueShare: number): string;
}

export function createArticle(materials: Materials): Article {
  const { random, words } = materials;
  let marks = TYPOGRAPHIC;
  const sentence = (valueShare: number) => writeSentence(materials, marks, valueShare);
  return {
    begin() {
      marks = random.chance(0.65) ? TYPOGRAPHIC : TYPEWRITER;
    },
    section(valueShare) {
      if (random.chance(0.12)) return `${heading(random, words)}\n\n`;
      if (random.chance(0.08)) return lines(random.between(3, 7), () => `- ${sentence(valueShare)}\n`);
      const sentences = lines(random.between(3, 7), () => `${sentence(valueShare)} `);
      return `${sentences.trimEnd()}\n\n`;
    },
  };
}

interface Marks {
  quotes: [open: string, close: string];
  apostrophe: string;
  dash: string;
  ellipsis: string;
}
const TYPOGRAPHIC: Marks = {
  quotes: ['\u201C', '\u201D'],
  apostrophe: '\u2019',
  dash: ' \u2013 ',
  ellipsis: '\u2026',
};
const TYPEWRITER: Marks = { quotes: ['"', '"'], apostrophe: "'", dash: ' - ', ellipsis: '...' };

function writeSentence(materials: Materials, marks: Marks, valueShare: number): string {
  const { random, words, values, plant } = materials;
  const length = random.between(9, 30);
  const parts = Array.from({ length }, () => {
    if (random.chance(valueShare)) return plant(values.any(), 0.6);
    return random.chance(OTHER_SHARE) ? other(materials, marks) : words.running();
  });
  decorate(random, parts, marks);
  return capitalize(parts.join(' ')) + random.pickCommon(['.', '.', '.', '.', '.', ':', '?', marks.ellipsis]);
}

/** Commas, dashes, brackets and quotes around and between the words. */
function decorate(random: Random, parts: string[], marks: Marks): void {
  const last = parts.length - 2;
  const put = (share: number, change: (at: number) => void) => {
    if (random.chance(share)) change(random.between(1, last));
  };
  const append = (mark: string) => (at: number) => {
    if (/\w$/.test(parts[at] ?? '')) parts[at] += mark;
  };
  put(0.8, append(','));
  put(0.45, append(','));
  put(0.05, append(';'));
  put(0.2, append(`${marks.apostrophe}s`));
  put(0.06, append(marks.dash.trimEnd()));
  put(0.15, (at) => {
    const end = Math.min(last, at + random.between(0, 4));
    parts[at] = `(${parts[at]}`;
    parts[end] += ')';
  });
  put(0.15, (at) => {
    const end = Math.min(last, at + random.between(0, 3));
    parts[at] = marks.quotes[0] + parts[at];
    parts[end] += marks.quotes[1];
  });
}

function heading(random: Random, words: Words): string {
  const title = lines(random.between(4, 8), () => `${capitalize(words.content())} `).trimEnd();
  return random.chance(0.4) ? `${random.between(1, 9)}.${random.between(1, 12)} ${title}` : `## ${title}`;
}

function lines(count: number, next: () => string): string {
  return Array.from({ length: count }, next).join('');
}

/** So many of the words are none of a dictionary. */
const OTHER_SHARE = 0.16;
type Other = [share: number, make: (materials: Materials, marks: Marks) => string];

/** How often, beside one another. What holds a dot, a colon or a slash makes the reader look twice. */
const OTHERS: readonly Other[] = [
  [24, ({ words }) => words.name()],
  [12, ({ words }) => `${words.name()} ${words.name()}`],
  [15, ({ words }) => `${words.content()}-${words.content()}`],
  [8, ({ words, random }) => words.content().slice(0, random.between(2, 5)).toUpperCase()],
  [8, ({ random }) => String(random.between(2, 400))],
  [3, ({ random }) => `${random.between(1, 99)},${random.between(100, 999)}`],
  [
    3,
    ({ random }) =>
      `${random.between(0, 99)}.${random.between(0, 9)}${random.pick(['%', ' million', ' GB', 'x'])}`,
  ],
  [5, ({ random }) => String(random.between(1998, 2026))],
  [3, ({ random }) => `${random.pick(MONTHS)} ${random.between(1, 28)}, ${random.between(2009, 2026)}`],
  [1, ({ random }) => `${random.between(2009, 2026)}-${twoDigits(random, 12)}-${twoDigits(random, 28)}`],
  [2, ({ random }) => `${twoDigits(random, 23)}:${twoDigits(random, 59)} UTC`],
  [4, ({ random }) => random.pick(ABBREVIATIONS)],
  [5, ({ random, words }) => words.running() + random.pick(['/', '/', ' / ', '&']) + words.content()],
  [3, ({ words, random }) => `${words.name()} ${random.between(1, 12)}.${random.between(0, 20)}`],
  [
    2,
    ({ random }) =>
      `${random.pick(['', 'v'])}${random.between(0, 12)}.${random.between(0, 30)}.${random.between(0, 9999)}`,
  ],
  [5, ({ words, random }) => words.content() + random.pick(FILE_ENDINGS)],
  [4, ({ words }) => words.name() + words.name()],
  [2, ({ words, random }) => `${words.name()}${random.between(10, 99)}`],
  [2, ({ words }) => `${words.content()}_${words.content()}`],
  [2, ({ words }) => `${capitalize(words.content())}${words.name()}()`],
  [2, ({ words }) => `${words.content()}.${words.content()}`],
  [1, ({ words }) => `C:\\Users\\${words.name()}\\AppData\\${words.content()}\\${words.content()}.dll`],
  [1, ({ words }) => `HKCU\\Software\\${words.name()}\\${words.content()}`],
  [1, ({ words }) => `%APPDATA%\\${words.content()}\\`],
  [1, ({ random }) => `0x${random.between(4096, 0xffffff).toString(16)}`],
  [1, ({ random }) => `[${random.between(1, 60)}]`],
  [1, ({ words, random }) => `@${words.content()}${random.between(1, 99)}`],
  [1, ({ words }) => `#${words.content()}`],
  [0.5, ({ random }) => random.pick(FOREIGN)],
  [
    1,
    ({ random, words }, { apostrophe }) => words.running() + apostrophe + random.pick(['s', 't', 're', 'll']),
  ],
  // One link in about 4,000 characters, and fewer of the rest.
  [1.2, ({ values, plant }) => plant(values.url(), 0)],
  [0.4, ({ values, plant }) => plant(values.host(), 0.2)],
  [0.4, ({ values, plant }) => plant(values.cve(), 0)],
];
const SHARES = OTHERS.reduce((sum, [share]) => sum + share, 0);

function other(materials: Materials, marks: Marks): string {
  let left = materials.random.next() * SHARES;
  for (const [share, make] of OTHERS) if ((left -= share) < 0) return make(materials, marks);
  return materials.words.name();
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const ABBREVIATIONS = [
  'e.g.,',
  'i.e.',
  'U.S.',
  'vs.',
  'etc.',
  'a.k.a.',
  'Inc.',
  'et al.',
  'Dr.',
  'No.',
  'p.m.',
  '.NET',
  'Node.js',
];
const FILE_ENDINGS = [
  '.exe',
  '.dll',
  '.docx',
  '.ps1',
  '.js',
  '.zip',
  '.lnk',
  '.py',
  '.tmp',
  '.dat',
  '.pdf',
  '.md',
];
/** Names that bring a letter beyond ASCII into an English text. */
const FOREIGN = [
  'Müller',
  'São Paulo',
  'Orléans',
  'Łódź',
  'Škoda',
  'Київ',
  'Москва',
  '北京',
  '東京',
  'naïve',
  'Málaga',
];

function twoDigits(random: Random, high: number): string {
  return String(random.between(1, high)).padStart(2, '0');
}
