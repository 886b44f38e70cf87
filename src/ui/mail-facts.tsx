import type { MailAddress } from '@/core/inspection.ts';
import type { FileReason, MailReason } from '@/core/mail-warning.ts';
import { ObservableText } from './observable-text.tsx';
import { SourceText } from './source-text.tsx';
import type { ShownMail } from './use-inspection.ts';

const REASONS: Record<MailReason, string> = {
  'reply-elsewhere': 'Replies go to another domain',
  'other-name': 'Its name shows another address',
  lookalike: 'Its domain has letters that look like others',
};
const FILE_REASONS: Record<FileReason, string> = {
  program: 'Runs when it is opened',
  'two-endings': 'Two endings',
  turned: 'Letters that turn others around',
};

interface Props {
  mail: ShownMail;
  lookUp(text: string): void;
  /** Those of the body that lead elsewhere; `show` is absent where they are in view already. */
  links: { count: number; odd: number; show: (() => void) | undefined };
}

/** What the page says of the message that it shows, each part apart, and what is odd about it. */
export function MailFacts({ mail, lookUp, links }: Props) {
  const { from, replyTo, subject, files, reasons, unread, known } = mail;
  return (
    <section class="mail" aria-label="Message on this page">
      <h2>Message</h2>
      {reasons.length > 0 && (
        <p class="link-reasons">
          {reasons.map((reason) => (
            <span key={reason} class="flag flag-odd">
              {REASONS[reason]}
            </span>
          ))}
        </p>
      )}
      <dl class="mail-facts">
        {subject !== undefined && (
          <>
            <dt>Subject</dt>
            <dd>
              <SourceText text={subject} limit={200} />
            </dd>
          </>
        )}
        {from && (
          <Address term="From" address={from} isKnown={known.includes(from.address)} lookUp={lookUp} />
        )}
        {replyTo && (
          <Address
            term="Reply to"
            address={replyTo}
            isKnown={known.includes(replyTo.address)}
            lookUp={lookUp}
          />
        )}
        {files.length > 0 && (
          <>
            <dt>Files</dt>
            <dd>
              <ul>
                {files.map(({ name, reasons: odd }) => (
                  <li key={name}>
                    <SourceText text={name} limit={200} />{' '}
                    {odd.map((reason) => (
                      <span key={reason} class="flag flag-odd">
                        {FILE_REASONS[reason]}
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>Links</dt>
        <dd>
          {links.count === 0 ? 'none that lead elsewhere' : linksText(links)}{' '}
          {links.show && links.count > 0 && (
            <button type="button" class="button quiet" onClick={links.show}>
              Show
            </button>
          )}
        </dd>
      </dl>
      <p class="muted small">
        {unread.length > 0 && `Not shown by this page: ${unread.join(', ')}. `}
        Read from the page’s text, which the sender can imitate.
      </p>
    </section>
  );
}

function Address(props: {
  term: string;
  address: MailAddress;
  isKnown: boolean;
  lookUp(text: string): void;
}) {
  const { term, address, isKnown, lookUp } = props;
  return (
    <>
      <dt>{term}</dt>
      <dd>
        {address.name !== undefined && (
          <>
            <SourceText text={address.name} limit={120} />{' '}
          </>
        )}
        <ObservableText observable={{ type: 'email', value: address.address }} limit={200} />{' '}
        {isKnown && <span class="flag flag-odd">Known</span>}
        <button
          type="button"
          class="button quiet"
          aria-label={`Look up ${address.address}`}
          onClick={() => lookUp(address.address)}
        >
          Look up
        </button>
      </dd>
    </>
  );
}

function linksText({ count, odd }: Props['links']): string {
  const all = `${count.toLocaleString('en')} lead${count === 1 ? 's' : ''} elsewhere`;
  return odd === 0 ? `${all}, none of them odd` : `${all}, ${odd.toLocaleString('en')} of them odd`;
}
