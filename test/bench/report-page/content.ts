import type { Random } from '../random.ts';
import { capitalize, type Words } from '../words.ts';

/** An article as a content management system hands it to the page that shows it. */
export interface Report {
  title: string;
  author: string;
  published: string;
  sections: Section[];
  related: string[];
}
export interface Section {
  id: string;
  heading: string;
  blocks: Block[];
}
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'picture'; source: string; caption: string }
  | { kind: 'diagram'; caption: string };

/** The size of each picture in pixels; the first is the large one above the text. */
export const PICTURES = [
  [1200, 480],
  [720, 320],
  [720, 320],
] as const;
const TABLE_ROWS = 5;

/** What else stands in a report, between the texts that it is given: code, tables, figures. None of it is an indicator. */
export function arrange(
  texts: readonly string[],
  { random, words }: { random: Random; words: Words },
): Report {
  const sections = sectionsOf(texts);
  const put = (at: number, block: Block) => sections[at % sections.length]?.blocks.push(block);
  put(1, { kind: 'picture', source: '1.png', caption: caption(words) });
  put(2, { kind: 'code', text: rule(random, words) });
  put(4, { kind: 'diagram', caption: caption(words) });
  put(5, table(random, words));
  put(7, { kind: 'code', text: rule(random, words) });
  put(8, { kind: 'picture', source: '2.png', caption: caption(words) });
  put(sections.length - 1, table(random, words));
  return {
    title: `${words.name()} ${words.content()}: ${caption(words)}`,
    author: `${words.name()} ${words.name()}`,
    published: '2026-03-17',
    sections,
    related: Array.from({ length: 3 }, () => `${words.name()} ${caption(words)}`),
  };
}

/** Its headings and lists are marked as in a text file. */
function sectionsOf(texts: readonly string[]): Section[] {
  const sections: Section[] = [{ id: 'summary', heading: 'Summary', blocks: [] }];
  for (const line of texts
    .join('\n')
    .split('\n')
    .filter((each) => each.trim() !== '')) {
    const blocks = sections.at(-1)!.blocks;
    const last = blocks.at(-1);
    const [, heading] = /^(?:## |\d+\.\d+ )([A-Z].*)/.exec(line) ?? [];
    if (heading !== undefined && heading.length < 120)
      sections.push({ id: `part-${sections.length}`, heading, blocks: [] });
    else if (!line.startsWith('- ')) blocks.push({ kind: 'text', text: line });
    else if (last?.kind === 'list') last.items.push(line.slice(2));
    else blocks.push({ kind: 'list', items: [line.slice(2)] });
  }
  return sections;
}

function caption(words: Words): string {
  return Array.from({ length: 6 }, () => words.running()).join(' ');
}

function table(random: Random, words: Words): Block {
  return {
    kind: 'table',
    head: ['Tactic', 'Technique', 'How it was seen'],
    rows: Array.from({ length: TABLE_ROWS }, () => [
      capitalize(words.content()),
      `${words.name()} (${random.between(2, 60)} hosts)`,
      caption(words),
    ]),
  };
}

/** A rule of the kind that reports end with. */
function rule(random: Random, words: Words): string {
  const strings = Array.from(
    { length: 4 },
    (_, at) => `    $s${at} = "${words.content()} ${words.content()}" wide // ${words.content()}`,
  );
  return `rule ${words.name()}_${words.name()} {
  meta:
    author = "${words.name()}"
  strings:
${strings.join('\n')}
  condition:
    filesize < ${random.between(100, 900)}KB and 3 of them
}`;
}
