import { expect, test } from 'vitest';
import { MaintenanceWindow } from '../systems/limits.ts';
import { Maintenance } from './maintenance.ts';

const open = (window: object | object[], at: string) => {
  const windows = [window].flat().map((one) => MaintenanceWindow.parse(one));
  const found = new Maintenance(windows).open(Date.parse(at));
  return found === null ? null : new Date(found.until).toISOString();
};
const sunday = { days: ['sun'], from: '02:00', to: '04:00', zone: 'Europe/Berlin', why: 'updates' };

test('a weekly window by the clocks of its zone, in winter and in summer', () => {
  expect(open(sunday, '2026-01-11T00:59:59Z')).toBeNull();
  expect(open(sunday, '2026-01-11T01:00:00Z')).toBe('2026-01-11T03:00:00.000Z');
  expect(open(sunday, '2026-01-11T03:00:00Z')).toBeNull();
  expect(open(sunday, '2026-07-12T00:00:00Z')).toBe('2026-07-12T02:00:00.000Z');
  expect(open(sunday, '2026-07-13T00:30:00Z')).toBeNull();
});

test('over midnight, also from Sunday into Monday', () => {
  const night = { days: ['sat', 'sun'], from: '23:00', to: '01:30', zone: 'America/New_York' };
  expect(open(night, '2026-11-15T04:30:00Z')).toBe('2026-11-15T06:30:00.000Z');
  expect(open(night, '2026-11-16T05:59:00Z')).toBe('2026-11-16T06:30:00.000Z');
  expect(open(night, '2026-11-17T05:00:00Z')).toBeNull();
});

test('where clocks jump over its beginning or show its end twice, it still begins and ends', () => {
  const spring = { ...sunday, from: '02:30', to: '03:30' };
  expect(open(spring, '2026-03-29T01:29:00Z')).toBeNull();
  expect(open({ ...spring, to: '04:00' }, '2026-03-29T01:30:00Z')).toBe('2026-03-29T02:00:00.000Z');
  expect(open({ ...sunday, from: '01:00', to: '02:30' }, '2026-10-25T00:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
});

test('a dated window is open once, its end not included', () => {
  const eve = { from: '2026-12-24T18:00', to: '2026-12-25T06:00', zone: 'UTC' };
  expect(open(eve, '2026-12-24T17:59:59Z')).toBeNull();
  expect(open(eve, '2026-12-24T18:00:00Z')).toBe('2026-12-25T06:00:00.000Z');
  expect(open(eve, '2026-12-25T06:00:00Z')).toBeNull();
  expect(open(eve, '2027-12-24T20:00:00Z')).toBeNull();
});

test('windows that follow each other without a gap are one', () => {
  const first = { ...sunday, zone: 'UTC' };
  const second = { from: '2026-01-11T03:30', to: '2026-01-11T09:00', zone: 'UTC' };
  expect(open([first, second], '2026-01-11T02:00:00Z')).toBe('2026-01-11T09:00:00.000Z');
});

test('mistakes are told: no zone, no day, an end before the beginning', () => {
  for (const window of [
    { ...sunday, zone: 'Europe/Berln' },
    { ...sunday, days: [] },
    { ...sunday, from: '24:00' },
    { from: '2026-12-24T18:00', to: '2026-12-24T17:00', zone: 'UTC' },
    { from: '2026-13-24T18:00', to: '2026-12-24T19:00', zone: 'UTC' },
  ])
    expect(MaintenanceWindow.safeParse(window).success).toBe(false);
});
