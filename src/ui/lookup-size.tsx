import { say } from './say.tsx';

/** So much text is looked up at once: it is read in a moment, and no browser stands still over it in a box. */
export const LONGEST_LOOKUP = 2_000_000;

/** What is pasted, where it is more than is looked up at once: it never reaches the box, which would stand still over it. */
export function refusePaste(event: ClipboardEvent, refuse: (length: number) => void): void {
  const { length } = event.clipboardData?.getData('text/plain') ?? '';
  if (length <= LONGEST_LOOKUP) return;
  event.preventDefault();
  refuse(length);
}

/** Why a text is not looked up. */
export function TooLong({ length }: { length: number | undefined }) {
  if (length === undefined) return null;
  return (
    <p class="callout warning small" role="alert">
      {say('lookupTooLong', { most: { bytes: LONGEST_LOOKUP }, size: { bytes: length } })}
    </p>
  );
}
