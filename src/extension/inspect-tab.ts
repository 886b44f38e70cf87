import { browser } from 'wxt/browser';
import type { FrameInspection } from '@/core/inspection.ts';

/**
 * What stands in a tab now, frame by frame, the tab's own page first. Only what these frames hold is read, on this machine; nothing of it is stored. Empty where the browser
 * lets no extension read the page.
 */
export async function inspectTab(tabId: number): Promise<FrameInspection[]> {
  try {
    const results = await browser.scripting.executeScript({
      target: { tabId, allFrames: true },
      files: ['/inspector.js'],
    });
    return results
      .toSorted((a, b) => a.frameId - b.frameId)
      .flatMap(({ result }) => (result as FrameInspection | undefined) ?? []);
  } catch {
    return [];
  }
}
