/** @jsxImportSource react */
import { hydrateRoot } from 'react-dom/client';
import { Page } from './article.tsx';
import type { Report } from './content.ts';

declare global {
  var report: Report;
  /** What did not go as it should: the benchmark looks whether anything is in it. */
  var reportErrors: string[];
}
globalThis.reportErrors = [];
const note = (error: unknown) => void reportErrors.push(String(error));

hydrateRoot(document.querySelector('#root')!, <Page report={report} />, {
  onUncaughtError: note,
  onCaughtError: note,
  onRecoverableError: note,
});
