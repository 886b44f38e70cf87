import { browser } from 'wxt/browser';
import { openPanel } from './panel.ts';
import { selectedText } from './selected-text.ts';
import { goOn } from './walk.ts';

const WALKS: Record<string, 'next' | 'previous'> = {
  'next-match': 'next',
  'previous-match': 'previous',
};

/**
 * Obeys the keyboard commands, on the tab in front: two go from match to match, two open the side panel.
 * @param lookUp what the user has selected, "" for nothing, and the window whose panel answers
 */
export function onCommands(lookUp: (text: string, windowId: number) => void): void {
  browser.commands.onCommand.addListener((name, tab) => {
    // Nothing may come before it: see openPanel.
    if ((name === 'open-panel' || name === 'lookup-selection') && tab) void openPanel(tab.windowId);
    if (tab?.id === undefined) return;
    if (name === 'lookup-selection') void selectedText(tab.id).then((text) => lookUp(text, tab.windowId));
    const direction = WALKS[name];
    if (direction) void goOn(tab.id, direction);
  });
}
