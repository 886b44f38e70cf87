import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { onEpoch } from '@/extension/epoch.ts';
import { ask } from '@/extension/messages.ts';
import { createCard } from '@/page/card.ts';
import { offerCard } from '@/page/card-loader.ts';
import styles from '@/ui/card.css?inline';
import { browserSpeech } from '@/extension/words.ts';
import { renderCard } from '@/ui/card-view.tsx';
import { copyText } from '@/ui/copy-text.ts';
import { speak } from '@/ui/say.tsx';

/** Run in a frame by the worker, when the annotator there first has a card to show. */
export default defineUnlistedScript(() => {
  const speech = browserSpeech();
  speak(speech);
  offerCard(globalThis, (signal) =>
    createCard({
      document,
      styles,
      speech,
      explain: (question) => ask('explain', question),
      render: renderCard,
      openPanel: (observable) => ask('openPanel', observable),
      copy: (text) => copyText(document, text),
      onEpoch,
      now: Date.now,
      signal,
    }),
  );
});
