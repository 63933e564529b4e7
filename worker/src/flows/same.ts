/** Whether two values are the same JSON, to the order of their keys; several times as fast as to write both. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, place) => isSameJson(item, other[place]));
  }
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  if (Array.isArray(other) || keys.length !== others.length) return false;
  for (let place = 0; place < keys.length; place += 1) {
    const key = keys[place] as string;
    if (key !== others[place] || !isSameJson(one[key as keyof typeof one], other[key as keyof typeof other]))
      return false;
  }
  return true;
}
