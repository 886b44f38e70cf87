import { useEffect, useState } from 'preact/hooks';
import { defang } from '@/core/defang.ts';
import type { Observable } from '@/core/indicator.ts';
import { say } from './say.tsx';

const CONFIRMED_FOR_MS = 2000;

/** Copies a text and says on itself, for the eye and the screen reader, whether it could. */
export function CopyButton(props: {
  label: string;
  /** For the screen reader, where several buttons have the same label. */
  name?: string;
  text: string;
  copy(text: string): Promise<boolean>;
}) {
  const [outcome, setOutcome] = useState<{ ok: boolean }>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), CONFIRMED_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => setOutcome({ ok: await props.copy(props.text) });
  const said = outcome && (outcome.ok ? say('copied') : say('copyFailed'));
  return (
    <>
      <button
        type="button"
        class="button copy"
        aria-label={props.name}
        data-outcome={outcome?.ok}
        onClick={() => void copy()}
      >
        {/* Both texts take part in the layout, so that the button keeps its width. */}
        <span class={said ? 'copy-hidden' : ''} aria-hidden={said ? true : undefined}>
          {props.label}
        </span>
        <span>{said}</span>
      </button>
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}

/** Defanged first, since it may be pasted anywhere; one button where there is nothing to defang (a hash, a CVE). */
export function CopyButtons(props: { observable: Observable; copy(text: string): Promise<boolean> }) {
  const { observable, copy } = props;
  const defanged = defang(observable);
  if (defanged === observable.value) return <CopyButton label={say('copy')} text={defanged} copy={copy} />;
  return (
    <>
      <CopyButton label={say('copyDefanged')} text={defanged} copy={copy} />
      <CopyButton label={say('copyRaw')} text={observable.value} copy={copy} />
    </>
  );
}
