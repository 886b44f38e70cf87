import { STYLES } from './mark-styles.ts';

const PREFIX_LENGTH = 12;

/** What a highlight's name begins with: the same for all of one sheet, and nobody else's. */
export function randomPrefix(): string {
  const letters = crypto.getRandomValues(new Uint8Array(PREFIX_LENGTH));
  return Array.from(letters, (byte) => String.fromCharCode(97 + (byte % 26))).join('');
}

/**
 * Removes what a former instance of ours left behind: after an update Firefox stops the old script dead. It is known by
 * the shape of its sheet, since its names were random and its memory is gone.
 */
export function clearStale(document: Document): void {
  for (const name of clearStaleSheets(document)) document.defaultView?.CSS.highlights.delete(name);
}

/** Removes sheets that are shaped like ours, and answers with the highlight names in them. */
export function clearStaleSheets(root: Document | ShadowRoot): string[] {
  const found: string[] = [];
  const kept = root.adoptedStyleSheets.filter((sheet) => {
    const names = staleNames(sheet);
    found.push(...names);
    return names.length === 0;
  });
  if (found.length > 0) root.adoptedStyleSheets = kept;
  return found;
}

const OUR_RULE = new RegExp(`^(?::root)?::highlight\\(([a-z]{${PREFIX_LENGTH}})([0-9a-z])\\)$`);

function staleNames(sheet: CSSStyleSheet): string[] {
  const rules = Array.from(sheet.cssRules, (rule) =>
    OUR_RULE.exec((rule as CSSStyleRule).selectorText ?? ''),
  );
  const first = rules[0];
  if (!first || rules.length < STYLES.length) return [];
  return rules.every((rule) => rule && rule[1] === first[1])
    ? rules.map((rule) => rule!.slice(1).join(''))
    : [];
}
