/** Asks again and again until the answer is something, and returns it. Throws after `seconds`, saying what never came. */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  seconds = 30,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain until: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
