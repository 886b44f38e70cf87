import { unmasked } from './unmasked.ts';

const PDF = 'application/pdf';

/**
 * Whether a document is a PDF or seems to show one. Firefox lets no script into its viewer, and Chromium shows none in a sandboxed frame: of
 * those the address tells, or what the page says of it.
 */
export function showsPdf(document: Document): boolean {
  // The viewer itself stands in a frame that is closed to us.
  if (document.contentType === PDF) return true;
  const frames = unmasked(document).querySelectorAll('iframe, frame, embed, object');
  return [...frames].some((frame) => namesPdf(frame) && isShown(frame));
}

function namesPdf(frame: Element): boolean {
  if (frame.getAttribute('type')?.trim().toLowerCase() === PDF) return true;
  const address = frame.getAttribute(frame.localName === 'object' ? 'data' : 'src') ?? '';
  const url = URL.canParse(address, frame.baseURI) && new URL(address, frame.baseURI);
  return url && /\.pdf$/i.test(url.pathname);
}

function isShown(frame: Element): boolean {
  const { width, height } = frame.getBoundingClientRect();
  return width > 1 && height > 1 && frame.checkVisibility({ visibilityProperty: true });
}
