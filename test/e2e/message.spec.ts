import { expect, test } from '@playwright/test';
import { viewMail } from '@/core/mail-warning.ts';
import { messageViews } from '../support/mails.ts';
import { inspectPage } from './page/inspect-page.ts';
import { SITE, startRealBuild, type RealBuild } from './page/real-build.ts';

const VIEWS = messageViews();

let build: RealBuild;
test.beforeAll(async () => {
  const pages = VIEWS.map(({ html }, at) => [
    `/message/${at}`,
    `<!doctype html><meta charset="utf-8"><title>Mail</title>${html}`,
  ]);
  build = await startRealBuild([], Object.fromEntries(pages) as Record<string, string>);
});
test.afterAll(() => build?.close());

for (const [at, { name, from, replyTo, subject, attachments }] of VIEWS.entries())
  test(`what a message view says of its message: ${name}`, async () => {
    const page = await build.context.newPage();
    await page.goto(`${SITE}/message/${at}`);
    const before = await page.content();
    const mail = viewMail(await inspectPage(build, page));
    expect(await page.content()).toBe(before);
    expect(
      mail && {
        from: mail.from?.address,
        replyTo: mail.replyTo?.address,
        subject: mail.subject,
        attachments: mail.attachments,
      },
    ).toEqual(attachments && { from, replyTo, subject, attachments });
    if (mail && !from)
      expect(mail.unread[0]).toEqual({ key: 'mailNoSenderBut', values: { name: 'Front desk' } });
    await page.close();
  });
