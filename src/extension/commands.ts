import { browser } from 'wxt/browser';
import type { WalkCommand } from './messages.ts';
import { openPanel } from './panel.ts';
import { selectedText } from './selected-text.ts';

const WALKS: Record<string, WalkCommand> = {
  'next-match': { walk: 'next' },
  'previous-match': { walk: 'previous' },
};

/**
 * Hands the keyboard commands on to the tab in front, where the frame that has the focus obeys; two open the side panel.
 * @param lookUp what the user has selected, "" for nothing, and the window whose panel answers
 */
export function onCommands(lookUp: (text: string, windowId: number) => void): void {
  browser.commands.onCommand.addListener((name, tab) => {
    // Nothing may come before it: see openPanel.
    if ((name === 'open-panel' || name === 'lookup-selection') && tab) void openPanel(tab.windowId);
    if (tab?.id === undefined) return;
    if (name === 'lookup-selection') void selectedText(tab.id).then((text) => lookUp(text, tab.windowId));
    const command = WALKS[name];
    // Rejected where no annotator runs: a page that cannot be read has no marks to walk.
    if (command) browser.tabs.sendMessage(tab.id, command).catch(() => undefined);
  });
}
