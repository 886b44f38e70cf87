import type { Page } from '@playwright/test';
import type { FrameInspection } from '@/core/inspection.ts';
import type { RealBuild } from './real-build.ts';

/** As the panel does, from one of our own pages. */
export async function inspectPage({ options }: RealBuild, page: Page): Promise<FrameInspection[]> {
  const results = await options.evaluate(async (url) => {
    const { tabs, scripting } = (globalThis as unknown as { chrome: ExtensionApi }).chrome;
    const [tab] = await tabs.query({ url: `${url}*` });
    return scripting.executeScript({
      target: { tabId: tab?.id ?? -1, allFrames: true },
      files: ['inspector.js'],
    });
  }, page.url());
  return results.map(({ result }) => result);
}

/** What is used here of the browser's own. */
interface ExtensionApi {
  tabs: { query(filter: { url: string }): Promise<{ id?: number }[]> };
  scripting: {
    executeScript(injection: {
      target: { tabId: number; allFrames: boolean };
      files: string[];
    }): Promise<{ result: FrameInspection }[]>;
  };
}
