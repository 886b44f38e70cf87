/** Names, addresses and brackets that stand behind a scheme otherwise than they should, but for "evil.example/", which nearly all are. */
const ORDINARY_HOST = '[a-z\\d_-]{1,63}\\.[\\w.[\\](){}:-]{1,253}(?=[/?#"\'<>,;|\\r\\n\\t]|$)';
const ODD_HOST =
  ' |[\\w.[\\](){}:-]{1,253} [./]|\\d{1,3},\\d|\\[[\\w-]{1,63}(?:\\.|\\[\\.\\])|\\[\\[|(?:[\\da-f]{0,4}:){2}|(?:[\\w-]{1,63}\\.){0,3}[\\u2190-\\u2bff]';

/** What HTML has links in, as a pattern. */
export const LINK_ATTRIBUTES = 'href|src|action|cite|data|poster|background';

/**
 * A sign of every form that rare-forms.ts undoes, with as much around it as tells it from ordinary text: one pass in place of two dozen. No
 * letter and no digit stands first, since a search would stop at each, and what stands behind a sign is asked for before what stands before.
 */
const SIGNS = [
  `(?::\\/\\/|__)(?!${ORDINARY_HOST})(?:${ODD_HOST})`,
  // "hxxp:\\\\evil[.]example\\a", but not the "C:\\\\Windows\\\\Temp" of JSON
  `:\\\\\\\\(?:(?!${ORDINARY_HOST})(?:${ODD_HOST})|[\\w.[\\](){}:-]{1,253}\\\\(?![nrt"'\\\\]))`,
  // 'href="http://evil.example/a b"'
  `=(?=["'][a-z]{3,5}:\\/\\/[^"'<>\\s]{1,2048}[ \\t\\r\\n])(?<=\\b(?:${LINK_ATTRIBUTES})=)`,
  '>(?= )(?<=\\d >)',
  '\\|(?:00|2e\\|)(?<=[\\w-]\\|..\\|?)',
  '\\.(?= )(?<=[\\w-] .)',
  '\\\\(?:\\\\{0,3}\\. ?\\w(?<=\\w \\\\{1,4}\\. ?.)|\\.[\\])}]\\d(?<=\\w\\\\...))',
  // "(0)" behind a label, an empty pair in an address or a name, "[colon]", "user at evil[ dot", more brackets or blanks than anybody means
  '[[({](?![^\\s[({)\\]}cd0])(?:0\\)(?<=\\)[\\w-]{1,63}...)|[\\])}](?:\\d(?<=\\d...)|(?=[a-z])(?<=\\w..))|colon[\\])}]' +
    '|(?:\\s{2}|\\s?[[({])[\\s[({]{0,12}(?:\\.|dot)|[[({\\s]{0,12}dot(?<=[\\w.+-] at [\\w-]{1,63}\\s{0,3}[[({][[({\\s]{0,12}dot))',
  '[\\])}](?:(?<=\\w(?:[ae]t|arroba).)(?=[\\w-]{1,63}\\.[a-z])|(?<=\\w(?:punkt|p[ou]nto).)(?=[a-z]))',
  '\\/at\\/(?=[\\w-]{1,63}(?:\\.|\\/dot\\/))',
  '_at_(?=[a-z\\d-]{1,63}_dot_)',
];
const MAY_HOLD = new RegExp(SIGNS.join('|'), 'i');

/** Whether a closer look for rare forms is worth it; hardly any text has one. Of texts without unusual characters (characters.ts). */
export function mayHoldRareForms(text: string): boolean {
  // The sign of a mail's source, and ligatures: each is searched for faster than by a pattern.
  return text.includes('=3D') || text.includes('\ufb01') || text.includes('\ufb02') || MAY_HOLD.test(text);
}
