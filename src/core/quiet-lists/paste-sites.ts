import type { QuietList } from './quiet-list.ts';

export const PASTE_SITES: QuietList = {
  name: 'paste sites',
  asOf: '2026-11-23',
  source:
    "Chosen by hand among well-known ones; checked against MISP's warning list of the LOTS project, version 20241104 (CC0). Sites that closed are left out: their names may change hands.",
  kind: 'kindPaste',
  hosts: `
    0bin.net bpa.st clbin.com controlc.com dpaste.com dpaste.org graph.org hastebin.com ideone.com
    justpaste.it paste.debian.net paste.ee paste.mozilla.org paste.rs paste.ubuntu.com pastebin.com
    pastebin.pl pastes.io pastetext.net privatebin.info privatebin.net pst.moe rentry.co rentry.org
    snippet.host sprunge.us telegra.ph teletype.in termbin.com textbin.net txt.fyi write.as zerobin.net
  `,
};
