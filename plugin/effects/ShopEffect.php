<?php
declare(strict_types=1);

namespace Causeway\Effects;

/**
 * One kind of effect that changes an order. What may be applied when is ShopChange's business, not the kind's.
 *
 * @phpstan-import-type Guarded from Wire
 */
interface ShopEffect {

	/** @return list<string> Where the snapshot may differ after it, as dotted paths. */
	public function writes(): array;

	/**
	 * Whether this very effect was done by a request that died before it could write so down.
	 *
	 * @param Guarded $effect
	 */
	public function isDone( \stdClass $effect, \WC_Order $order ): bool;

	/**
	 * What the audit is to say of it, asked before it is applied.
	 *
	 * @param Guarded $effect
	 * @return array{action: string, about?: string, was?: string, became?: string, why?: string}
	 */
	public function audited( \stdClass $effect, \WC_Order $order ): array;

	/**
	 * @param Guarded    $effect
	 * @param \WC_Order $order As the database had it a moment ago.
	 * @throws EffectFailed
	 * @throws Overtaken Nothing was written.
	 */
	public function apply( \stdClass $effect, \WC_Order $order ): void;
}
