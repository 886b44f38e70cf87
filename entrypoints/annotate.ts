import { browser } from 'wxt/browser';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { onEpoch } from '@/extension/epoch.ts';
import { ask } from '@/extension/messages.ts';
import { claimDocument, startAnnotator } from '@/page/annotator.ts';
import { createLoadedCard } from '@/page/card-loader.ts';
import { greeted } from '@/page/greeting.ts';
import { createMarkerLoader } from '@/page/marker-loader.ts';

export default defineUnlistedScript(() => {
  const life = claimDocument(globalThis);
  const card = createLoadedCard({ world: globalThis, load: () => ask('load', 'card') }, life.signal);
  const marker = createMarkerLoader({ world: globalThis, ask: () => ask('load', 'marker') }, life.signal);
  startAnnotator(
    {
      document,
      worker: {
        hello: (from) => greeted(globalThis, () => ask('hello', from)),
        read: (question) => ask('read', question),
        report: (report) => ask('report', report),
      },
      marker,
      card,
      isAlive: () => browser.runtime?.id !== undefined,
      onEpoch,
      onConnect: browser.runtime.onConnect,
      onMessage: browser.runtime.onMessage,
    },
    life,
  );
});
