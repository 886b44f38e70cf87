import type { ComponentChildren } from 'preact';
import type { PolicyField } from '@/core/policy.ts';
import type { SettingsView } from '@/extension/messages.ts';
import { counted } from './options-source-words.ts';

/** Says that an administrator's policy is in force, and what is wrong with it. */
export function ManagedNote({ view }: { view: SettingsView }) {
  const { managed } = view;
  if (!managed) return null;
  const { fields, hasKey, pivotsForbidden, problems } = managed;
  const count = fields.length + (hasKey ? 1 : 0) + (pivotsForbidden.length > 0 ? 1 : 0);
  return (
    <div class="callout managed-note">
      <p>
        <strong>Managed by your organisation.</strong> {counted(count, 'setting')} of this page{' '}
        {count === 1 ? 'is' : 'are'} set by its policy and cannot be changed here.
      </p>
      {pivotsForbidden.length > 0 && <p>No value is opened at {pivotsForbidden.join(', ')}.</p>}
      {problems.map((problem) => (
        <p key={problem} class="small">
          The policy has a mistake: {problem}
        </p>
      ))}
    </div>
  );
}

/** A section whose settings the policy may set: locked where it sets all of them, else said which. */
export function Managed(props: {
  fields: readonly PolicyField[];
  view: SettingsView;
  children: ComponentChildren;
}) {
  const { fields, view, children } = props;
  const set = fields.filter((field) => isManaged(view, field));
  if (set.length === 0) return <>{children}</>;
  const isLocked = set.length === fields.length;
  return (
    <fieldset class="managed" disabled={isLocked}>
      <p class="managed-words small muted">
        Set by your organisation{!isLocked && `: ${set.map((field) => WORDS[field]).join(', ')}`}.
      </p>
      {children}
    </fieldset>
  );
}

export function isManaged({ managed }: SettingsView, field: PolicyField): boolean {
  return managed?.fields.includes(field) === true;
}

const WORDS: Record<PolicyField, string> = {
  baseUrl: 'the address',
  authHeader: 'the header',
  lookbackDays: 'how far back',
  syncEveryMinutes: 'how often',
  filters: 'what is fetched',
  withContext: 'the context',
  sitesOff: 'sites that are off',
  sitesQuiet: 'quiet sites',
  sitesLoud: 'sites that are marked all the same',
  lowestMarked: 'the lowest level',
  allowlist: 'the allowlist',
  fadeAfterDays: 'the ageing',
};
