/** Which telling of a subject an effect is: the shop applies rising ones only. */
export interface EffectNumber {
  readonly epoch: number;
  readonly n: number;
}

export const isBefore = (a: EffectNumber, b: EffectNumber): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && a.n < b.n);
