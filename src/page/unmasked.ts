/**
 * The node's own properties. A form's fields stand in for its properties where they have their names (HTML: a form is
 * [LegacyOverrideBuiltIns]): `<input name="parentNode">` would send a walk astray, and any page can write that. What is
 * handed on to the browser or compared must be the node itself, not this.
 */
export function unmasked<T extends Node>(node: T): T {
  if (!(node instanceof HTMLFormElement)) return node;
  return new Proxy(node, {
    get(form, name): unknown {
      const value: unknown = Reflect.get(HTMLFormElement.prototype, name, form);
      return typeof value === 'function' ? value.bind(form) : value;
    },
  });
}
