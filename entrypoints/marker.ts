import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { createMarker } from '@/page/marker.ts';
import { offerMarker } from '@/page/marker-loader.ts';

/** Run by the worker in a frame where something is known, when it first says so. */
export default defineUnlistedScript(() => offerMarker(globalThis, createMarker));
