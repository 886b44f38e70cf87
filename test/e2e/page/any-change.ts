/**
 * Runs in the page: makes up a tree in its `main` and changes it at random, in one task, from frame to frame and with pauses, as applications do:
 * nodes come and go, are moved, wrapped and split, become editors, get shadow roots. Answers with what was done.
 */
export async function anyChanges(given: { seed: number; changes: number }): Promise<string[]> {
  const WORDS =
    'evil|.example|evil.example|192.0.2.1|other.test|other|.test|hxxp://|/a| | | see |.|x|\n'.split('|');
  const TAGS =
    'p div li section nav footer details sup br wbr textarea map span span b b i a a code label x-host'.split(
      ' ',
    );
  const TARGETS = ['http://evil.example/a', 'https://fine.example/', 'http://other.test/', '#here'];
  const VOID = new Set(['br', 'wbr', 'textarea']);
  const main = document.querySelector('main')!;
  let state = given.seed;

  /** Mulberry32 */
  function random(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const words = (): string => Array.from({ length: 1 + below(3) }, () => pick(WORDS)).join('');

  function make(depth = 0): Node {
    if (depth > 2 || random() < 0.5) return document.createTextNode(words());
    const element = document.createElement(pick(TAGS));
    if (element.localName === 'a') element.setAttribute('href', pick(TARGETS));
    if (!VOID.has(element.localName))
      for (let left = below(4); left > 0; left--) element.append(make(depth + 1));
    return element;
  }

  function within(parent: Node): Node[] {
    const root = parent instanceof Element ? parent.shadowRoot : null;
    return [
      ...(root ? within(root) : []),
      ...[...parent.childNodes].flatMap((node) => [node, ...within(node)]),
    ];
  }
  const texts = () => within(main).filter((node) => node instanceof Text);
  const elements = () => within(main).filter((node) => node instanceof Element);
  const parents = (): ParentNode[] => [
    main,
    ...elements().filter(({ localName }) => !VOID.has(localName)),
    ...elements().flatMap(({ shadowRoot }) => shadowRoot ?? []),
  ];
  /** Of those that there may be none of. */
  function change<T>(some: readonly T[], how: (one: T) => void): void {
    if (some.length > 0) how(pick(some));
  }
  function place(node: Node): void {
    const parent = pick(parents());
    for (let at: Node | null = parent; at; at = at instanceof ShadowRoot ? at.host : at.parentNode)
      if (at === node) return;
    parent.insertBefore(node, pick([null, ...parent.childNodes]));
  }

  const CHANGES: Record<string, () => void> = {
    insert: () => place(make()),
    remove: () => change([...texts(), ...elements()], (node) => node.remove()),
    move: () => change([...texts(), ...elements()], place),
    turn: () => change(parents(), (parent) => parent.lastChild && parent.prepend(parent.lastChild)),
    rewrite: () => change(texts(), (text) => (text.data = words())),
    append: () => change(texts(), (text) => text.appendData(pick(WORDS))),
    shorten: () => change(texts(), (text) => text.deleteData(below(text.length), 2)),
    split: () => change(texts(), (text) => text.splitText(below(text.length))),
    normalize: () => change(parents(), (parent) => (parent as Node).normalize()),
    empty: () => change(parents(), (parent) => parent.replaceChildren(make())),
    html: () =>
      change(elements(), (element) => (element.innerHTML = `${words()}<b>${words()}</b>${words()}`)),
    wrap: () =>
      change([...texts(), ...elements()], (node) => {
        const around = document.createElement(pick(['span', 'b', 'a', 'div', 'p']));
        node.replaceWith(around);
        around.append(node);
      }),
    unwrap: () => change(elements(), (element) => element.replaceWith(...element.childNodes)),
    lead: () =>
      change(
        elements().filter(({ localName }) => localName === 'a'),
        (link) => link.setAttribute('href', pick(TARGETS)),
      ),
    edit: () => change(elements(), (element) => element.setAttribute('contenteditable', pick(['', 'false']))),
    editNot: () => elements().forEach((element) => element.removeAttribute('contenteditable')),
    attach: () =>
      change(
        elements().filter(({ localName, shadowRoot }) => localName === 'x-host' && !shadowRoot),
        (host) => host.attachShadow({ mode: 'open', clonable: true }).append(make(), make()),
      ),
    wait: () => inPage.keepWaiting(),
    answer: () => inPage.answer(),
  };

  const done: string[] = [];
  for (let left = 8; left > 0; left--) main.append(make());
  for (let left = given.changes; left > 0; left--) {
    const name = pick(Object.keys(CHANGES));
    CHANGES[name]!();
    done.push(name);
    const pause = random();
    if (pause < 0.2) await Promise.resolve();
    else if (pause < 0.35) await new Promise(requestAnimationFrame);
    else if (pause < 0.45) await new Promise((resolve) => setTimeout(resolve, 120));
  }
  inPage.answer();
  return done;
}
