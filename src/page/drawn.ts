/** Whether most of what this frame shows is drawn: online editors draw a document of many screens and write almost nothing. */
export function isDrawn(document: Document): boolean {
  const view = document.defaultView;
  const { body } = document;
  if (!view || !body) return false;
  const room = view.innerWidth * view.innerHeight;
  const drawn = [...document.getElementsByTagName('canvas')].reduce((sum, canvas) => {
    const { width, height } = canvas.getBoundingClientRect();
    return sum + Math.min(width, view.innerWidth) * Math.min(height, view.innerHeight);
  }, 0);
  return room > 0 && drawn > room * 0.4 && (body.innerText?.trim().length ?? 0) < 4000;
}
