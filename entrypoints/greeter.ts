import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { ask } from '@/extension/messages.ts';
import { greet } from '@/page/greeting.ts';

/** Run in every frame before the page's own scripts; the annotator follows once the page is there. */
export default defineUnlistedScript(() => greet(globalThis, () => ask('hello', { first: true })));
