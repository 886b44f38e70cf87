import { unmasked } from './unmasked.ts';

/** `designMode` and `-webkit-user-modify` make text editable without an attribute. */
export function isEdited(element: Element | null): boolean {
  return element !== null && ((unmasked(element) as Partial<HTMLElement>).isContentEditable ?? false);
}
