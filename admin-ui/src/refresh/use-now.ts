import { useEffect, useState } from '@wordpress/element';
import { useStatus } from '../status/use-status.ts';

/** The shop's time in epoch ms, told anew each second while the tab is visible: ages are the shop's, not the reader's. */
export function useNow(): number {
  const [local, setLocal] = useState(() => Date.now());
  const skew = useStatus().data?.skewMs ?? 0;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setLocal(Date.now());
    }, 1_000);
    return () => clearInterval(timer);
  }, []);
  return local + skew;
}
