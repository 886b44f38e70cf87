import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator, type Emulator } from '../support/emulator/emulator.ts';
import { findFirefox } from '../support/find-browsers.ts';
import { launchFirefox, type Firefox } from '../support/firefox.ts';
import { readHighlights, type Painted } from '../support/painted.ts';
import { startStaticServer, type StaticServer } from '../support/static-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { connectFirefox } from './connect.ts';

// All names are made up.
const HEAD = `<table><tr><td>From</td><td>Fern Bank &lt;news@fern-bank.example&gt;</td></tr>
  <tr><td>Subject</td><td>Your account</td></tr></table>`;
const BODY = `<p>Sign in at <a href="https://other.test/login">https://fern-bank.example/login</a>,
  or read <a href="https://fern-bank.example/help">fern-bank.example</a>.</p>`;
const PAGES = {
  '/mail.html': `<!doctype html><title>Mail</title>${HEAD}
    <iframe sandbox width="800" height="300" srcdoc="${BODY.replaceAll('"', '&quot;')}"></iframe>`,
  '/web.html': `<!doctype html><title>Web</title><main>${BODY}</main>`,
  '/frames.html': `<!doctype html><title>Frames</title><p>ember-relay.test</p>
    <iframe sandbox srcdoc="<p>198.51.100.23 and <b>night-post.example</b>"></iframe>
    <div id="first"></div><mail-body></mail-body><p>203.0.113.9</p>
    <script>
      const inside = document.createElement('iframe');
      inside.srcdoc = '<p>ember-relay.test';
      document.querySelector('mail-body').attachShadow({ mode: 'open' }).append(inside);
    </script>`,
  '/other.html': '<!doctype html><p>203.0.113.9',
  '/edits.html': '<!doctype html><title>Edits</title><p id="text">nothing yet</p><ul></ul>',
};

const VALUES = ['ember-relay.test', '198.51.100.23', 'night-post.example', '203.0.113.9'];

describe.skipIf(!findFirefox())('mail and edits in Firefox', () => {
  let firefox: Firefox;
  let emulator: Emulator;
  let server: StaticServer;

  beforeAll(async () => {
    [firefox, emulator, server] = await Promise.all([
      launchFirefox(),
      startEmulator(),
      startStaticServer(PAGES),
    ]);
    await connectFirefox(firefox, emulator);
  });

  afterAll(async () => {
    await Promise.all([firefox?.close(), emulator?.close(), server?.close()]);
  });

  async function open(path: string): Promise<Page> {
    const page = await firefox.browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(`${server.url}${path}`);
    return page;
  }

  test('in a message the link that does not lead where it says is painted, and no other', async () => {
    const page = await open('/mail.html');
    const before = await page.content();
    const warned = await waitUntil('the link is warned of', async () => {
      const found = (await paintedIn(page)).filter(({ style }) => style.includes('overline'));
      return found.length > 0 && found;
    });
    expect(warned.map(({ text }) => text)).toEqual(['https://fern-bank.example/login']);
    expect(await page.content()).toBe(before);
    await page.close();
  });

  test('outside of a message nothing is painted, and once one is shown its link is', async () => {
    const page = await open('/web.html');
    await page.evaluate(
      (head) => document.querySelector('main')!.insertAdjacentHTML('beforebegin', head),
      HEAD,
    );
    const mark = await waitUntil('the link is warned of', async () =>
      (await paintedIn(page)).find(({ style }) => style.includes('overline')),
    );
    await page.mouse.move(mark.x, mark.y);
    await page.mouse.move(mark.x + 1, mark.y);
    const card = await waitUntil('the card says what is wrong', async () => {
      const words = await firefox.readCard(page.url());
      return words?.includes('This link does not lead where it says') && words;
    });
    expect(card).toMatch(/fern-bank\[\.\]example.*other\[\.\]test/);
    await page.close();
  });

  test('the keys walk the marks of all frames in one order', async () => {
    const page = await open('/frames.html');
    await page.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.querySelector('#first')!.append(frame);
    }, `${server.otherUrl}/other.html`);
    await waitUntil('all six are marked', async () => (await paintedIn(page)).length === 6);
    await page.bringToFront();
    const hostShown = async () => {
      const card = (await firefox.readCard(page.url()))?.replaceAll('[.]', '.');
      return VALUES.find((value) => card?.includes(value));
    };
    const visited: (string | undefined)[] = [];
    for (let step = 0; step < 7; step++) {
      await firefox.pressShortcut('N');
      visited.push(
        await waitUntil('another card is open', async () => {
          const host = await hostShown();
          return host !== visited.at(-1) && host;
        }),
      );
    }
    // The sandboxed frame, that of another site and that in a shadow tree stand between the page's own; and round the end.
    const [ember, address, post, other] = VALUES;
    expect(visited).toEqual([ember, address, post, other, ember, other, ember]);
    await firefox.pressShortcut('P');
    await waitUntil('back at the last', async () => (await hostShown()) === other);
    await page.close();
  });

  test('text that comes, changes and goes is marked and unmarked', async () => {
    const page = await open('/edits.html');
    const texts = async () => (await paintedIn(page)).map(({ text }) => text).sort();
    const marked = (...wanted: string[]) =>
      waitUntil(
        `${wanted.join(', ') || 'nothing'} is marked`,
        async () => (await texts()).join() === wanted.join(),
      );
    await page.evaluate(
      () => (document.querySelector('#text')!.firstChild!.nodeValue = 'seen at ember-relay.test'),
    );
    await marked('ember-relay.test');
    await page.evaluate(() => {
      for (const text of ['198.51.100.23', 'harbour.example.com']) {
        const item = document.createElement('li');
        item.textContent = text;
        document.querySelector('ul')!.append(item);
      }
    });
    await marked('198.51.100.23', 'ember-relay.test');
    await page.evaluate(
      () => (document.querySelector('#text')!.firstChild!.nodeValue = 'harbour.example.com'),
    );
    await marked('198.51.100.23');
    await page.evaluate(() => {
      document.querySelector('ul')!.remove();
      history.pushState({}, '', '/another');
      document.title = 'Another view';
      document.querySelector('#text')!.innerHTML = 'night-post.<b>example</b>';
    });
    await marked('night-post.example');
    expect(await texts()).toEqual(['night-post.example']);
    await page.close();
  });
});

async function paintedIn(page: Page): Promise<Painted[]> {
  const perFrame = await Promise.all(
    page.frames().map((frame) => frame.evaluate(readHighlights).catch((): Painted[] => [])),
  );
  return perFrame.flat();
}
