import type { Instructions } from '@/extension/messages.ts';

/** What the greeter was told, until the annotator comes to the same frame; scripts of one extension share a world there. */
type World = typeof globalThis & { [GREETING]?: Promise<Instructions | undefined> };
const GREETING = Symbol.for('telltale.greeting');

/**
 * Says hello to the worker while the page is still coming, so that the annotator need not wait for the answer, nor for a worker that
 * was asleep. A page that is made ready ahead says nothing until it is shown (see annotator.ts).
 */
export function greet(
  world: typeof globalThis & { document: { prerendering?: boolean } },
  hello: () => Promise<Instructions>,
): void {
  if (!world.document.prerendering) (world as World)[GREETING] = hello().catch(() => undefined);
}

/**
 * Says hello, unless the greeter did. A site that was off a while ago is asked about again, since nothing else would tell that it was
 * switched on meanwhile; of other changes the worker's answers tell.
 */
export async function greeted(
  world: typeof globalThis,
  hello: () => Promise<Instructions>,
): Promise<Instructions> {
  const greeting = (world as World)[GREETING];
  delete (world as World)[GREETING];
  const instructions = await greeting;
  return instructions?.active ? instructions : hello();
}
