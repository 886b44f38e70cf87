import { browser } from 'wxt/browser';
import type { WalkCommand } from './messages.ts';
import { openPanel } from './panel.ts';

const WALKS: Record<string, WalkCommand> = {
  'next-match': { walk: 'next' },
  'previous-match': { walk: 'previous' },
};

/** Hands the keyboard commands on to the tab in front, where the frame that has the focus obeys; one opens the side panel. */
export function onCommands(): void {
  browser.commands.onCommand.addListener((name, tab) => {
    // Nothing may come before it: see openPanel.
    if (name === 'open-panel' && tab) void openPanel(tab.windowId);
    const command = WALKS[name];
    if (command && tab?.id !== undefined)
      // Rejected where no annotator runs: a page that cannot be read has no marks to walk.
      browser.tabs.sendMessage(tab.id, command).catch(() => undefined);
  });
}
