import type { CDPSession, Page } from '@playwright/test';

interface Control {
  x: number;
  y: number;
  width: number;
  height: number;
  isFocused: boolean;
}

/** A control of the open card, by role and name as a screen reader has them; the card's root is closed to selectors. */
export async function findInCard(
  page: Page,
  role: string,
  name: string | RegExp,
): Promise<Control | undefined> {
  const session = await page.context().newCDPSession(page);
  try {
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const isMatch = (given: unknown) =>
      typeof given === 'string' && (typeof name === 'string' ? given === name : name.test(given));
    const node = nodes.find((each) => each.role?.value === role && isMatch(each.name?.value));
    if (node?.backendDOMNodeId === undefined) return undefined;
    const isFocused = node.properties?.some(
      (property) => property.name === 'focused' && property.value.value,
    );
    return { ...(await boxOf(session, node.backendDOMNodeId)), isFocused: isFocused === true };
  } finally {
    await session.detach();
  }
}

async function boxOf(session: CDPSession, backendNodeId: number): Promise<Omit<Control, 'isFocused'>> {
  const { model } = await session.send('DOM.getBoxModel', { backendNodeId });
  const [x = 0, y = 0] = model.border;
  return { x, y, width: model.width, height: model.height };
}

/** Clicks a control of the card as a person would. */
export async function clickInCard(page: Page, role: string, name: string | RegExp): Promise<void> {
  const control = await findInCard(page, role, name);
  if (!control) throw new Error(`The card has no ${role} named ${String(name)}.`);
  await page.mouse.click(control.x + control.width / 2, control.y + control.height / 2);
}
