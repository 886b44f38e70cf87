import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { offerWalker } from '@/page/walker.ts';

/** Run in every frame of a tab when the user goes from match to match. */
export default defineUnlistedScript(() => offerWalker(globalThis));
