import { globSync, readFileSync } from 'node:fs';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/paths.ts';
import { CATALOGUES, type Catalogue } from '../../words/speech.ts';

const { en } = CATALOGUES;
const LANGUAGES = Object.entries(CATALOGUES);
/** Everything that can say something: the product, and what the browser says for it. */
const SOURCES = globSync(['src/**/*.{ts,tsx}', 'entrypoints/**/*.{ts,tsx}', 'wxt.config.ts'], {
  cwd: ROOT,
}).map((file) => ({ file, code: readFileSync(`${ROOT}/${file}`, 'utf8') }));

const forms = (key: string) => key.replace(/_(?:zero|one|two|few|many|other)$/, '');

test.each(LANGUAGES)(
  '%s says everything that is said, in the forms its plurals have',
  (language, catalogue) => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const wanted = Object.keys(en).flatMap((entry) => {
      if (!en[entry]?.placeholders?.['count']) return [entry];
      return pluralCategories.map((form) => `${forms(entry)}_${form}`);
    });
    expect(Object.keys(catalogue).toSorted()).toEqual([...new Set(wanted)].toSorted());
    expect(catalogue['language']?.message).toBe(language);
  },
);

test('what counts something has forms, and nothing else has', () => {
  const counting = Object.keys(en).filter((entry) => en[entry]?.placeholders?.['count']);
  expect(counting).toEqual(Object.keys(en).filter((entry) => entry !== forms(entry)));
});

test.each(LANGUAGES)('what is filled into %s is what English has, in the same places', (_, catalogue) => {
  const filled = (from: Catalogue) =>
    Object.keys(catalogue).map((entry) => ({
      entry,
      blanks: (from[entry] ?? from[`${forms(entry)}_other`])?.placeholders ?? {},
    }));
  expect(filled(catalogue)).toEqual(filled(en));
  for (const [entry, { message, placeholders = {} }] of Object.entries(catalogue)) {
    // The names, sorted, are the places: so what fills them in need not read the catalogue.
    const sorted = Object.keys(placeholders).toSorted();
    expect({ entry, placeholders }).toEqual({
      entry,
      placeholders: Object.fromEntries(sorted.map((name, at) => [name, { content: `$${at + 1}` }])),
    });
    const named = [...message.replaceAll('$$', '').matchAll(/\$(\w*)\$?/g)].map(([, name]) => name);
    expect({ entry, unknown: named.filter((name) => !sorted.includes(name ?? '')) }).toEqual({
      entry,
      unknown: [],
    });
    expect({ entry, isEmpty: message.trim() === '' }).toEqual({ entry, isEmpty: false });
  }
});

test('a name is one to browsers, too, which do not tell capitals apart', () => {
  const names = Object.keys(en).map((entry) => entry.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(en).filter((entry) => !/^\w+$/.test(entry))).toEqual([]);
});

test.each(LANGUAGES)('stores take the description in %s', (_, catalogue) => {
  expect(catalogue['description']?.message.length).toBeLessThanOrEqual(132);
});

test('every message is used somewhere', () => {
  const said = new Set<string>();
  const beginnings: string[] = [];
  for (const { file, code } of SOURCES) {
    for (const [, key = ''] of code.matchAll(/__MSG_(\w+)__/g)) said.add(key);
    walk(parse(file, code), (node) => {
      if (node.type === 'Literal' && typeof node['value'] === 'string') said.add(node['value']);
      const [head] = node.type === 'TemplateLiteral' ? (node['quasis'] as Quasi[]) : [];
      if (head && head.value.raw.endsWith('_')) beginnings.push(head.value.raw);
    });
  }
  const unused = Object.keys(en)
    .map(forms)
    .filter((key) => !said.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)));
  expect([...new Set(unused)]).toEqual([]);
});

/** The same in every language: names, and what is typed as it stands. */
const AS_IT_STANDS = [
  'Telltale',
  'TLP',
  'ATT&CK',
  'Authorization: Bearer',
  'X-API-Key',
  /^TLP:$/,
  /^https:\/\//,
  /^(?:intranet|portal)\.example\.com$/,
];
const SPOKEN_ATTRIBUTES = new Set(['alt', 'aria-label', 'label', 'placeholder', 'title']);

test.each(SOURCES.filter(({ file }) => file.endsWith('.tsx')))(
  '$file draws no text of its own',
  ({ file, code }) => {
    const texts: string[] = [];
    walk(parse(file, code), (node) => {
      if (node.type === 'JSXText') texts.push(node['value'] as string);
      if (node.type === 'JSXElement' || node.type === 'JSXFragment')
        for (const child of node['children'] as Node[])
          if (child.type === 'JSXExpressionContainer') texts.push(...drawn(child['expression'] as Node));
      if (node.type !== 'JSXAttribute' || !SPOKEN_ATTRIBUTES.has((node['name'] as { name: string }).name))
        return;
      const value = node['value'] as Node | null;
      if (value)
        texts.push(...drawn(value.type === 'JSXExpressionContainer' ? (value['expression'] as Node) : value));
    });
    const own = texts
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => /\p{L}/u.test(text))
      .filter(
        (text) =>
          !AS_IT_STANDS.some((allowed) =>
            typeof allowed === 'string' ? allowed === text : allowed.test(text),
          ),
      );
    expect(own).toEqual([]);
  },
);

/** The texts that an expression may come to, as far as it writes them itself. */
function drawn(node: Node): string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'TemplateLiteral':
      return (node['quasis'] as Quasi[]).map(({ value }) => value.raw);
    case 'ConditionalExpression':
      return [...drawn(node['consequent'] as Node), ...drawn(node['alternate'] as Node)];
    case 'LogicalExpression':
      return [...drawn(node['left'] as Node), ...drawn(node['right'] as Node)];
    default:
      return [];
  }
}

interface Node extends Record<string, unknown> {
  type: string;
}
interface Quasi {
  value: { raw: string };
}

function parse(file: string, code: string): unknown {
  return parseAst(code, { lang: file.endsWith('x') ? 'tsx' : 'ts', astType: 'ts' });
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) return node.forEach((each) => walk(each, visit));
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && typeof node.type === 'string') visit(node as Node);
  for (const value of Object.values(node)) walk(value, visit);
}
