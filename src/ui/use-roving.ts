/**
 * Arrow keys, Home and End move the focus among the elements that match, within what listens; the keys a screen reader's and a
 * mouse's users never need.
 */
export function useRoving(selector: string): (event: KeyboardEvent & { currentTarget: HTMLElement }) => void {
  return (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
    const at = all.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    event.preventDefault();
    all[step(at, all.length - 1)]?.focus();
  };
}

const STEPS: Record<string, ((at: number, last: number) => number) | undefined> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};
