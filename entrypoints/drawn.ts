import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { isDrawn } from '@/page/drawn.ts';
import { showsPdf } from '@/page/shown-pdf.ts';

/** Run in the frames of a tab when popup or panel ask whether it can be read; what it returns is the answer. */
export default defineUnlistedScript(() => ({
  isDrawn: isDrawn(document),
  isPdf: showsPdf(document),
  room: innerWidth * innerHeight,
}));
