import { browser } from 'wxt/browser';

/**
 * The keyword "tt" in the address bar. What is typed behind it goes to the extension alone, and to no search engine.
 * @param summarize one line that answers what was typed so far
 * @param lookUp opens the whole answer; called with the window in front
 */
export function onOmnibox(
  summarize: (text: string) => Promise<string>,
  lookUp: (text: string, windowId: number) => Promise<void>,
): void {
  let latest = '';
  browser.omnibox.onInputStarted.addListener(() => suggest(browser.i18n.getMessage('omniboxHint')));
  browser.omnibox.onInputChanged.addListener((text) => {
    latest = text;
    // What was typed meanwhile has an answer of its own.
    void summarize(text).then((line) => latest === text && suggest(line));
  });
  browser.omnibox.onInputEntered.addListener(
    (text) =>
      void browser.windows
        .getLastFocused()
        .then(({ id }) => (id === undefined ? undefined : lookUp(text, id))),
  );
}

/** Chromium reads a description as XML, where these signs would be markup. */
function suggest(line: string): void {
  const description = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  void browser.omnibox.setDefaultSuggestion({ description });
}
