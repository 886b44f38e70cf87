import type { PageAccess } from '@/extension/messages.ts';
import { say } from './say.tsx';

/** Says why the page cannot be read and what to do about it. */
export function Unreadable(props: {
  access: Extract<PageAccess, { ok: false }>;
  openDetails: () => void;
  place: string;
}) {
  const { reason, remedy, inDetails } = props.access;
  return (
    <section class={`callout ${props.place}`}>
      <h2>{say('pageUnreadable')}</h2>
      <p>{say('unreadableHow', { reason, remedy: remedy ?? '' })}</p>
      {inDetails && (
        <p class="callout-actions">
          <button type="button" class="button primary" onClick={() => props.openDetails()}>
            {say('openDetails')}
          </button>
        </p>
      )}
    </section>
  );
}
