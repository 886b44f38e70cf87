import { browser } from 'wxt/browser';

/**
 * What the user has selected in a tab: in the frame with the focus, else in the first that has a selection; also inside an input,
 * except of passwords. Read once, on the user's command. "" where nothing is selected or the page cannot be read.
 */
export async function selectedText(tabId: number): Promise<string> {
  const frames = await browser.scripting
    .executeScript({ target: { tabId, allFrames: true }, func: readSelected })
    .catch(() => []);
  const selections = frames.flatMap(({ result }) => (result?.text ? [result] : []));
  return (selections.find(({ hasFocus }) => hasFocus) ?? selections[0])?.text ?? '';
}

/** Runs in the page, as text: it may use nothing from outside. */
function readSelected(): { hasFocus: boolean; text: string } {
  const element = document.activeElement;
  const isInput =
    (element instanceof HTMLInputElement && element.type !== 'password') ||
    element instanceof HTMLTextAreaElement;
  const inside = isInput ? element.value.slice(element.selectionStart ?? 0, element.selectionEnd ?? 0) : '';
  return { hasFocus: document.hasFocus(), text: inside || String(getSelection() ?? '') };
}
