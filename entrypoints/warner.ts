import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { ask } from '@/extension/messages.ts';
import { startWarner } from '@/page/warner.ts';

/** Run by the worker in a frame that has links which may say one thing and lead to another. */
export default defineUnlistedScript(() => startWarner(globalThis, (suspects) => ask('judgeLinks', suspects)));
