import { describe, expect, it } from 'vitest';
import { sameAddress } from './same-address.ts';

describe('the typed address of the shop', () => {
  it.each(['https://Shop.example/de', 'shop.example/de/', ' http://shop.example/de '])('may be %j', (typed) => {
    expect(sameAddress(typed, 'https://shop.example/de')).toBe(true);
  });

  it.each(['', 'shop.example', 'shop.example/DE', 'shop.example.org/de', 'https://www.shop.example/de'])(
    'is not %j',
    (typed) => {
      expect(sameAddress(typed, 'https://shop.example/de')).toBe(false);
    },
  );

  it('is nothing where the shop has none', () => {
    expect(sameAddress('', '')).toBe(false);
  });
});
