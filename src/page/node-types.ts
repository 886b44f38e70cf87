/** DOM: the values of `nodeType`, in fewer bytes and asked faster than as properties of `Node`. */
export const ELEMENT = 1;
export const TEXT = 3;
export const DOCUMENT = 9;
export const FRAGMENT = 11;
