import { isSameJson } from './same.ts';

/** What is made of an object, made once for each: of objects that are replaced whole and never written to. */
export function remembered<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const known = new WeakMap<Of, { readonly made: Made }>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before.made;
    const made = make(of);
    known.set(of, { made });
    return made;
  };
}

/** What is made of JSON that is the same after most decisions: anew only where it is another than it was of the state before. */
export function remade<All, Made>(make: (all: All) => Made) {
  const known = new WeakMap<object, { readonly all: All; readonly made: Made }>();
  return ({ before, state }: { readonly before: object; readonly state: object }, all: All) => {
    const last = known.get(before);
    const now = last !== undefined && isSameJson(last.all, all) ? last : { all, made: make(all) };
    known.set(state, now);
    return now;
  };
}
