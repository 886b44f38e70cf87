import type { CDPSession, Page } from '@playwright/test';

/** What a person sees of the card; its shadow root is closed, so only the debugger can look inside. */
export interface Card {
  text: string;
  /** The `href` of every link, in order. */
  links: string[];
  box: { x: number; y: number; width: number; height: number };
}

interface DomNode {
  nodeId: number;
  nodeType: number;
  nodeName: string;
  nodeValue: string;
  attributes?: string[];
  children?: DomNode[];
  shadowRoots?: DomNode[];
  shadowRootType?: string;
  contentDocument?: DomNode;
}

/** The open card of a page or one of its frames (Chromium only). Absent while no card is open. */
export async function readCard(page: Page): Promise<Card | undefined> {
  for (const session of await sessionsOf(page)) {
    try {
      const card = await cardIn(session);
      if (card) return card;
    } finally {
      await session.detach();
    }
  }
  return undefined;
}

/** Frames of another site run in a process of their own and need a session of their own. */
async function sessionsOf(page: Page): Promise<CDPSession[]> {
  const others = page.frames().filter((frame) => frame !== page.mainFrame());
  const sessions = await Promise.all([
    page.context().newCDPSession(page),
    ...others.map((frame) =>
      page
        .context()
        .newCDPSession(frame)
        .catch(() => undefined),
    ),
  ]);
  return sessions.filter((session) => session !== undefined);
}

async function cardIn(session: CDPSession): Promise<Card | undefined> {
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  for (const shadow of closedRoots(root)) {
    for (const { nodeId } of shadow.children ?? []) {
      // What is not laid out (a style element, a closed popover) has no box.
      const box = await session.send('DOM.getBoxModel', { nodeId }).catch(() => undefined);
      if (!box || box.model.width === 0) continue;
      const [x = 0, y = 0] = box.model.border;
      return {
        text: textOf(shadow).replaceAll(/\s+/g, ' ').trim(),
        links: linksOf(shadow),
        box: { x, y, width: box.model.width, height: box.model.height },
      };
    }
  }
  return undefined;
}

function closedRoots(node: DomNode): DomNode[] {
  const within = [...(node.children ?? []), ...(node.shadowRoots ?? [])];
  if (node.contentDocument) within.push(node.contentDocument);
  const own = (node.shadowRoots ?? []).filter(({ shadowRootType }) => shadowRootType === 'closed');
  return [...own, ...within.flatMap(closedRoots)];
}

function textOf(node: DomNode): string {
  if (node.nodeType === 3) return node.nodeValue;
  if (node.nodeName === 'STYLE') return '';
  // A space between elements: words of neighbouring cells are not one word.
  return (node.children ?? []).map(textOf).join(' ');
}

function linksOf(node: DomNode): string[] {
  const { attributes = [] } = node;
  const at = attributes.indexOf('href');
  const own = node.nodeName === 'A' && at >= 0 ? [attributes[at + 1] ?? ''] : [];
  return [...own, ...(node.children ?? []).flatMap(linksOf)];
}
