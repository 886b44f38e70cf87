/** Where a part of a text is on the screen. */
export function boxOfText(node: Text, start: number, end: number): DOMRect {
  const range = node.ownerDocument.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  const box = range.getBoundingClientRect();
  // Until it is collected, a live range costs the page something on every change around it.
  range.setStart(node.ownerDocument, 0);
  range.collapse(true);
  return box;
}
