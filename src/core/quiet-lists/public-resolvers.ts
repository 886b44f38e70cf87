import type { QuietList } from './quiet-list.ts';

export const PUBLIC_RESOLVERS: QuietList = {
  name: 'public resolvers',
  asOf: '2026-11-23',
  source:
    "The operators' own documentation: Google Public DNS, Cloudflare 1.1.1.1, Quad9, OpenDNS, Yandex, AdGuard, 114DNS, AliDNS.",
  kind: 'kindResolver',
  hosts: `
    1.0.0.1 1.1.1.1 114.114.114.114 149.112.112.112 2001:4860:4860::8844 2001:4860:4860::8888 208.67.220.220
    208.67.222.222 223.5.5.5 223.6.6.6 2606:4700:4700::1001 2606:4700:4700::1111 2620:119:35::35
    2620:119:53::53 2620:fe::9 2620:fe::fe 77.88.8.1 77.88.8.8 8.8.4.4 8.8.8.8 9.9.9.9 94.140.14.14
    94.140.15.15 cloudflare-dns.com dns.adguard-dns.com dns.google dns.quad9.net doh.opendns.com
    one.one.one.one
  `,
};
