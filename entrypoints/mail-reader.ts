import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { showsMail } from '@/page/shows-mail.ts';

/** Run by the worker in every frame of a tab to learn whether it shows a message; what it returns is the answer. */
export default defineUnlistedScript(() => showsMail(document));
