import type { QuietList } from './quiet-list.ts';

export const CONTENT_NETWORKS: QuietList = {
  name: 'content networks',
  asOf: '2026-11-23',
  source:
    "Chosen by hand among well-known ones; checked against the ten thousand busiest names of Tranco and of Cloudflare Radar in MISP's warning lists (CC0).",
  kind: 'kindCdn',
  hosts: `
    ajax.aspnetcdn.com ajax.googleapis.com akamaihd.net akamaized.net alicdn.com azureedge.net b-cdn.net
    bootstrapcdn.com cachefly.net cdn.discordapp.com cdn.jsdelivr.net cdn.shopify.com cdn77.org
    cdnjs.cloudflare.com cdnjs.com cloudfront.net code.jquery.com edgecastcdn.net esm.sh fastly.net
    fbcdn.net fonts.googleapis.com fonts.gstatic.com gcdn.co ggpht.com googleusercontent.com gstatic.com
    jsdelivr.net kxcdn.com lh3.googleusercontent.com llnwd.net maxcdn.bootstrapcdn.com media.discordapp.net
    pbs.twimg.com polyfill-fastly.io stackpath.bootstrapcdn.com twimg.com unpkg.com ytimg.com
  `,
};
