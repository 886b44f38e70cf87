import { type Bidi, inWindow } from './firefox-window.ts';
import { waitUntil } from './wait-until.ts';

/** The extension's popup or sidebar, which no driver can see. */
export interface Surface {
  /** What stands in it; empty while it is not open. */
  text(): Promise<string>;
  /** Clicks the button, tab, box or item of which this is the name or the beginning of it, once there is one. */
  click(name: string): Promise<void>;
  /** Whether the box of this name is ticked; undefined while there is none. */
  isTicked(name: string): Promise<boolean | undefined>;
}

/** Where the browser's own window has each. */
const PLACES = {
  sidebar: `SidebarController.browser?.contentDocument?.getElementById('webext-panels-browser')`,
  popup: `document.querySelector('panel[panelopen] browser.webextension-popup-browser')`,
};

export function surfaceOf(bidi: Bidi, which: keyof typeof PLACES): Surface {
  async function run<T>(act: (document: Document, name: string) => T, name = ''): Promise<T | undefined> {
    const call = `(${act.toString()})(content.document, ${JSON.stringify(name)})`;
    return (await inWindow<T | null>(bidi, askIn(PLACES[which], call))) ?? undefined;
  }
  return {
    text: async () => (await run((document) => document.body?.innerText ?? '')) ?? '',
    click: async (name) => void (await waitUntil(`${name} is clicked`, () => run(clickNamed, name))),
    isTicked: (name) => run(isTicked, name),
  };
}

/** A script of the browser's own that runs where the surface's document is, which is in another process, and tells what it found. */
function askIn(place: string, call: string): string {
  return `new Promise((done) => {
    const { messageManager } = ${place} ?? {};
    if (!messageManager) return done(null);
    const name = 'telltale-test-' + Math.random();
    messageManager.addMessageListener(name, function hear({ data }) {
      messageManager.removeMessageListener(name, hear);
      done(data);
    });
    const script = '{ let found = null; try { found = ' + ${JSON.stringify(call)} + ' } finally { sendAsyncMessage("' + name + '", found) } }';
    messageManager.loadFrameScript('data:,' + encodeURIComponent(script), false);
  })`;
}

/** Runs in the surface, so it may use nothing from outside itself. */
function clickNamed(document: Document, name: string): boolean {
  for (const element of document.querySelectorAll<HTMLElement>('button, [role=tab], a, label, summary')) {
    const said = element.getAttribute('aria-label') ?? element.innerText;
    if (!said.replaceAll(/\s+/g, ' ').trim().startsWith(name)) continue;
    element.click();
    return true;
  }
  return false;
}

/** Runs in the surface. */
function isTicked(document: Document, name: string): boolean | undefined {
  for (const label of document.querySelectorAll('label'))
    if (label.innerText.trim().startsWith(name)) {
      const box = label.control ?? label.querySelector('input');
      return (box as HTMLInputElement).checked;
    }
  return undefined;
}
