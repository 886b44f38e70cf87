/**
 * Is this link's purpose to share the page it stands on, rather than to lead somewhere? What such a link shows and
 * targets is the publisher's own furniture, not part of what the page reports.
 */
export function isShareLink(href: string): boolean {
  if (href.startsWith('mailto:')) return /^mailto:(\?|$)/.test(href);
  if (/^(whatsapp|tg):/i.test(href)) return true;
  const match = /^(?:https?:)?\/\/([^/?#]*)([^?#]*)/i.exec(href);
  if (!match) return false;
  const host = (match[1] ?? '').toLowerCase().replace(/^(www|m|mobile)\./, '');
  const address = host + (match[2] || '/');
  return SHARE_ENDPOINTS.some((endpoint) => address.startsWith(endpoint));
}

/** Host and path prefix of the share endpoints that the networks document, as of 2026-11. A mailto: without an address is one too. */
const SHARE_ENDPOINTS = (
  'api.whatsapp.com/send bsky.app/intent/compose bufferapp.com/add connect.ok.ru/offer ' +
  'facebook.com/dialog/ facebook.com/share getpocket.com/ line.me/R/share linkedin.com/cws/share ' +
  'linkedin.com/shar mastodonshare.com/ news.ycombinator.com/submitlink pinterest.com/pin/create ' +
  'reddit.com/submit service.weibo.com/share share.flipboard.com/ social-plugins.line.me/ t.me/share ' +
  'telegram.me/share threads.net/intent/ tumblr.com/share tumblr.com/widgets/share twitter.com/home ' +
  'twitter.com/intent twitter.com/share vk.com/share.php wa.me/ x.com/intent x.com/share ' +
  'xing.com/spi/shares'
).split(' ');
