import { browser } from 'wxt/browser';
import { createSpeech, type Speech } from '@/core/words.ts';

/** The catalogue that the browser chose for its own language: English where there is none for it. */
export function browserSpeech(): Speech {
  // Its types know the catalogue, too; which entry is read is known only here.
  const read = (entry: string, values: string[]) => browser.i18n.getMessage(entry as 'description', values);
  return createSpeech(read, browser.i18n.getUILanguage());
}
