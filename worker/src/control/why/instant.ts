const two = (number: number): string => String(number).padStart(2, '0');

/** An instant by this machine's clock: the time alone where it is today. Both in epoch ms. */
export function instant(at: number, now: number): string {
  const then = new Date(at);
  const time = [then.getHours(), then.getMinutes(), then.getSeconds()].map(two).join(':');
  const day = [then.getFullYear(), two(then.getMonth() + 1), two(then.getDate())].join('-');
  return then.toDateString() === new Date(now).toDateString() ? time : `${day} ${time}`;
}
