import type { QuietList } from './quiet-list.ts';

export const URL_SHORTENERS: QuietList = {
  name: 'URL shorteners',
  asOf: '2026-11-23',
  source:
    'Chosen by hand, nearly all also in MISP\'s warning lists "List of known URL Shorteners domains" version 27 and "List of known link in Bio domains" version 12 (CC0). Services made to log their visitors are left out.',
  kind: 'kindShortener',
  hosts: `
    adf.ly aka.ms amzn.to beacons.ai bit.do bit.ly bitly.com bitly.ws buff.ly clck.ru cutt.ly cutt.us dub.co
    dub.sh fb.me goo.by goo.gl goo.su han.gl heylink.me is.gd j.mp kutt.it l.ead.me linktr.ee lnk.bio
    lnkd.in me2.do n9.cl ow.ly ppt.cc q.gs qr.ae qrco.de rb.gy rebrand.ly reurl.cc s.id short.gy shorte.st
    shorturl.asia shorturl.at snip.ly spoo.me surl.li t.co t.ly taplink.cc tg.pe tiny.cc tiny.one
    tinyurl.com tr.ee tr.im u.to urlz.fr v.gd v.ht vk.cc wp.me x.co x.gd zpr.io
  `,
};
