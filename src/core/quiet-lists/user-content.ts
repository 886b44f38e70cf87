import type { QuietList } from './quiet-list.ts';

export const USER_CONTENT: QuietList = {
  name: 'sites of user content',
  asOf: '2026-11-23',
  source:
    "Chosen by hand among well-known ones; checked against MISP's warning list of the LOTS project, version 20241104 (CC0).",
  kind: 'kindUserContent',
  hosts: `
    000webhostapp.com api.telegram.org archive.is archive.org archive.ph archive.today beeceptor.com
    bitbucket.org blogger.com byethost.com canarytokens.com canarytokens.org canva.com codeberg.org
    codeload.github.com codepen.io codesandbox.io discord.com discord.gg docsend.com docusign.net
    evernote.com files.pythonhosted.org files.slack.com flickr.com form.jotform.com forms.gle
    forms.office.com gist.github.com gist.githubusercontent.com gitea.com gitee.com github.com gitlab.com
    groups.google.com hooks.slack.com hub.docker.com huggingface.co i.ibb.co i.imgur.com i.postimg.cc ibb.co
    imgbb.com imgur.com infinityfreeapp.com jotform.com jsbin.com jsfiddle.net livejournal.com loca.lt
    localhost.run medium.com mystrikingly.com ngrok.com notion.so objects.githubusercontent.com ok.ru
    pagekite.me pipedream.net postimg.cc pypi.org raw.githubusercontent.com reddit.com registry.npmjs.org
    replit.com requestbin.com requestbin.net rf.gd run.mocky.io script.google.com serveo.net
    sites.google.com slack-files.com sourceforge.net steamcommunity.com strikingly.com substack.com
    surveymonkey.com sway.office.com t.me translate.google.com trello.com tumblr.com typeform.com
    user-images.githubusercontent.com vk.com web.archive.org webhook.site weebly.com wix.com wordpress.com
  `,
};
