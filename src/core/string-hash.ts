/**
 * A 52-bit hash of a string, as a safe integer that keeps its order in a Float64Array. Two 32-bit lanes in the manner
 * of MurmurHash3 (multiply, rotate, then its finaliser), of which 52 bits are kept: among 1.4 million strings two
 * share a hash with a chance of about 1 in 4,600. Not for secrets: anyone can make two strings collide.
 */
export function hash52(text: string, seed = 0): number {
  let low = 0x9e3779b1 ^ seed;
  let high = 0x7feb352d ^ Math.imul(seed, 0x846ca68b);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0xcc9e2d51);
    low = (low << 15) | (low >>> 17);
    high = Math.imul(high ^ unit, 0x1b873593);
    high = (high << 13) | (high >>> 19);
  }
  low = finish(low ^ text.length ^ high);
  high = finish(high ^ low);
  return (high & 0xfffff) * 2 ** 32 + (low >>> 0);
}

/** Every bit of the lane reaches every other one. */
function finish(lane: number): number {
  lane = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  lane = Math.imul(lane ^ (lane >>> 13), 0xc2b2ae35);
  return lane ^ (lane >>> 16);
}
