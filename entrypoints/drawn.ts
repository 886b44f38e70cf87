import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { isDrawn } from '@/page/drawn.ts';

/** Run in the frames of a tab when popup or panel ask whether it can be read; what it returns is the answer. */
export default defineUnlistedScript(() => ({ isDrawn: isDrawn(document), room: innerWidth * innerHeight }));
