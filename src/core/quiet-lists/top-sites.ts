import type { QuietList } from './quiet-list.ts';

export const TOP_SITES: QuietList = {
  name: 'top sites',
  asOf: '2026-11-23',
  source:
    "Chosen by hand, each also in MISP's warning lists of Tranco (20250115), Cloudflare Radar (20260810) or Cisco Umbrella (20260811) (CC0).",
  kind: 'kindTopSite',
  hosts: `
    163.com accounts.google.com adobe.com airbnb.com ajax.googleapis.com akamai.com alibaba.com
    aliexpress.com amazon.com amazonaws.com apache.org apple.com archive.org atlassian.com azure.com
    baidu.com bbc.co.uk bbc.com bing.com bloomberg.com booking.com bootstrapcdn.com chatgpt.com cisa.gov
    cisco.com cloudflare.com cnn.com code.jquery.com daum.net debian.org dell.com dhl.com digicert.com
    digitalocean.com discord.com discord.gg discordapp.com docker.com docusign.com docusign.net
    doubleclick.net ebay.com entrust.net etsy.com europa.eu facebook.com fbcdn.net fedex.com
    fedoraproject.org firefox.com fonts.googleapis.com fonts.gstatic.com forbes.com force.com ggpht.com
    globalsign.com gnu.org godaddy.com google-analytics.com google.com googleapis.com googlesyndication.com
    googletagmanager.com gstatic.com hetzner.com hp.com iana.org ibm.com icann.org icloud.com ietf.org
    imdb.com instagram.com intel.com jd.com jquery.com kernel.org letsencrypt.org linkedin.com live.com
    login.live.com login.microsoftonline.com mail.google.com mail.ru microsoft.com microsoftonline.com
    mitre.org mozilla.org msn.com mysql.com namecheap.com nasa.gov naver.com netflix.com nih.gov nist.gov
    nodejs.org npmjs.com nuget.org nvidia.com nytimes.com office.com office365.com ok.ru openai.com
    oracle.com outlook.com outlook.office.com outlook.office365.com ovh.com ovh.net paypal.com php.net
    pinterest.com play.google.com pypi.org python.org qq.com rakuten.co.jp rambler.ru reddit.com redhat.com
    reuters.com salesforce.com samsung.com sectigo.com shodan.io shopify.com sina.com.cn skype.com slack.com
    snapchat.com spotify.com squarespace.com stackexchange.com stackoverflow.com steamcommunity.com
    steampowered.com stripe.com t.me taobao.com telegram.org theguardian.com tiktok.com trello.com
    tumblr.com twitch.tv twitter.com uber.com ubuntu.com un.org update.microsoft.com ups.com usps.com
    verisign.com virustotal.com vk.com w3.org walmart.com washingtonpost.com weibo.com whatsapp.com
    whatsapp.net who.int wikimedia.org wikipedia.org windows.com windowsupdate.com wix.com
    x.com yahoo.com yandex.com yandex.ru youtu.be youtube.com ytimg.com zoom.us
  `,
};
