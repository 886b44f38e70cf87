const TOKENS =
  /(?<comment>\/\/.*)|(?<string>"[^"\n]*")|(?<keyword>\b(?:rule|meta|strings|condition|and|of|wide|them)\b)|(?<number>\b\d+\w*\b)|(?<variable>\$\w+)/g;

/** Puts every token of a code block into an element of its own, as the usual highlighters do once the page is there. */
export function highlight(code: HTMLElement): void {
  const text = code.textContent;
  const parts: (string | Node)[] = [];
  let end = 0;
  for (const { 0: token, index, groups = {} } of text.matchAll(TOKENS)) {
    const span = document.createElement('span');
    span.className = `token ${Object.keys(groups).find((name) => groups[name] !== undefined)}`;
    span.textContent = token;
    parts.push(text.slice(end, index), span);
    end = index + token.length;
  }
  code.replaceChildren(...parts, text.slice(end));
}
