import { expect, test } from 'vitest';
import { Lease } from './lease.ts';

test('the lease is counted from before the request that renewed it', () => {
  let clock = 1000;
  const lease = new Lease(() => clock);
  expect([lease.epoch, lease.leftMs()]).toEqual([0, 0]);
  const renewed = lease.renewal();
  clock += 4000;
  renewed(7, 180_000);
  expect([lease.epoch, lease.leftMs()]).toEqual([7, 176_000]);
  clock += 200_000;
  expect([lease.epoch, lease.leftMs()]).toEqual([7, 0]);
});

test('a lost lease leaves nothing', () => {
  const lease = new Lease(() => 0);
  lease.renewal()(3, 1000);
  lease.lost();
  expect([lease.epoch, lease.leftMs()]).toEqual([0, 0]);
});
