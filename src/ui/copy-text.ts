/**
 * Puts text on the clipboard, within a user's gesture. Resolves to false where nothing was copied.
 * The async clipboard does not exist on plain-http pages, and a frame's permissions policy may refuse it.
 */
export async function copyText(document: Document, text: string): Promise<boolean> {
  const view = document.defaultView;
  if (!view) return false;
  try {
    await view.navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(document, view, text);
  }
}

/** Only what our own listener wrote counts: a page's listener may have come first and put something else there. */
function copyByCommand(document: Document, view: Window, text: string): boolean {
  let written = false;
  const write = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    written = true;
  };
  // Chromium enables the command without a selection only if somebody takes `beforecopy`.
  const enable = (event: Event) => event.preventDefault();
  const listeners = new AbortController();
  const options = { capture: true, signal: listeners.signal };
  view.addEventListener('beforecopy', enable, options);
  view.addEventListener('copy', write, options);
  // oxlint-disable-next-line no-deprecated -- nothing else copies on a page without the async clipboard
  const executed = document.execCommand('copy');
  listeners.abort();
  return executed && written;
}
