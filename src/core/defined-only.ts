/** The same without the fields that are `undefined`. */
export function definedOnly<T extends object>(fields: T): Present<T> {
  const present: Record<string, unknown> = {};
  for (const name in fields) if (fields[name] !== undefined) present[name] = fields[name];
  return present as Present<T>; // what was undefined is exactly what the type calls optional
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
