import type { CommandName, OrderDetail } from '../../../api/shapes.ts';
import { CommandButton } from '../../../commands/CommandButton.tsx';

/** Where nothing is left that could be left out. */
const over = ['completed', 'cancelled', 'lost_in_restore'];

/** What can be asked of an order as a whole. */
export function OrderCommands({ order }: { readonly order: OrderDetail }) {
  // Before the worker has said anything there is nothing to look at again.
  if (order.kept !== 'captured' || order.seen.n === 0) return null;
  const request = (command: CommandName) => (reason: string) => ({
    command,
    reason,
    subject: order.subject,
    cause: null,
    seen: order.seen,
  });
  const waiting = order.requested !== null;
  const skipped = order.state === 'skipped';
  if (order.state === 'before_go_live') {
    return (
      <div className="causeway-actions">
        <CommandButton command="backfill" count={1} disabled={waiting} request={request('backfill')} />
      </div>
    );
  }
  return (
    <div className="causeway-actions">
      {skipped ? (
        <CommandButton command="retry" count={1} primary disabled={waiting} request={request('retry')} />
      ) : (
        <CommandButton command="replay" count={1} disabled={waiting} request={request('replay')} />
      )}
      {!skipped && !over.includes(order.state) && (
        <CommandButton command="skip" count={1} disabled={waiting} request={request('skip')} />
      )}
    </div>
  );
}
