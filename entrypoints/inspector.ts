import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { inspect } from '@/page/inspect.ts';

/** Run in every frame of a tab when a panel asks what stands there; what it returns is the answer. */
// oxlint-disable-next-line typescript/no-misused-promises -- WXT hands the promise on, and the browser waits for it
export default defineUnlistedScript(() => inspect(document));
