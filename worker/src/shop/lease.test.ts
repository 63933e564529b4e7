import { expect, test } from 'vitest';
import { Lease } from './lease.ts';

test('the lease is counted from before the request that renewed it', () => {
  let clock = 1000;
  const lease = new Lease({ monotonicMs: () => clock, wallMs: () => clock });
  expect([lease.epoch, lease.leftMs()]).toEqual([0, 0]);
  const renewed = lease.renewal();
  clock += 4000;
  renewed(7, 180_000);
  expect([lease.epoch, lease.leftMs()]).toEqual([7, 176_000]);
  clock += 200_000;
  expect([lease.epoch, lease.leftMs()]).toEqual([7, 0]);
});

test('a lost lease leaves nothing', () => {
  const lease = new Lease({ monotonicMs: () => 0, wallMs: () => 0 });
  lease.renewal()(3, 1000);
  lease.lost();
  expect([lease.epoch, lease.leftMs()]).toEqual([0, 0]);
});

test('a machine that slept has no lease left, and a wall clock set back gives none back', () => {
  const clock = { monotonic: 0, wall: 1_000_000 };
  const lease = new Lease({ monotonicMs: () => clock.monotonic, wallMs: () => clock.wall });
  lease.renewal()(3, 180_000);
  clock.wall += 600_000;
  expect(lease.leftMs()).toBe(0);
  clock.wall -= 3_600_000;
  clock.monotonic += 100_000;
  expect(lease.leftMs()).toBe(80_000);
});
