<?php
declare(strict_types=1);

namespace Causeway\Account;

/**
 * Where an order or a return is, in words for its customer: few steps, of which none tells of the back office.
 *
 * @phpstan-import-type Told from TrackedStages
 * @phpstan-type Step array{label: string, status: 'done'|'now'|'ahead', at: int|null}
 */
final class Journey {

	/** Orders of which there is nothing to follow. */
	private const NOT_UNDER_WAY = [ 'pending', 'failed', 'cancelled', 'refunded', 'checkout-draft', 'trash' ];

	/**
	 * @param Told|null $told
	 * @return list<Step> Empty: nothing to show.
	 */
	public static function ofOrder( ?object $told, string $status ): array {
		if ( null === $told || \in_array( $status, self::NOT_UNDER_WAY, true ) ) {
			return [];
		}
		$leaving = 'partially_shipped' === $told->state ? \__( 'Partly shipped', 'causeway' ) : \__( 'About to be shipped', 'causeway' );
		return self::steps(
			$told->stages,
			[
				'received'  => [ \__( 'Received', 'causeway' ), \__( 'Received', 'causeway' ) ],
				'packed'    => [ \__( 'Prepared', 'causeway' ), \__( 'Being prepared', 'causeway' ) ],
				'shipped'   => [ \__( 'Shipped', 'causeway' ), $leaving ],
				'delivered' => [ \__( 'Delivered', 'causeway' ), \__( 'On its way to you', 'causeway' ) ],
			]
		);
	}

	/**
	 * @param Told|null $told
	 * @return list<Step>
	 */
	public static function ofReturn( ?object $told ): array {
		return self::steps(
			$told->stages ?? [ 'requested' => (object) [ 'name' => 'requested', 'status' => 'done', 'at' => null ], 'authorised' => (object) [ 'name' => 'authorised', 'status' => 'waiting', 'at' => null ] ],
			[
				'requested'      => [ \__( 'Requested', 'causeway' ), \__( 'Requested', 'causeway' ) ],
				'authorised'     => [ \__( 'Accepted', 'causeway' ), \__( 'Being looked at', 'causeway' ) ],
				'goods_received' => [ \__( 'Goods received', 'causeway' ), \__( 'Waiting for your goods', 'causeway' ) ],
				'inspected'      => [ \__( 'Goods checked', 'causeway' ), \__( 'Goods being checked', 'causeway' ) ],
				'refunded'       => [ \__( 'Refunded', 'causeway' ), \__( 'Refund being prepared', 'causeway' ) ],
			]
		);
	}

	/**
	 * It is over, and the money that was asked back is not paid.
	 *
	 * @param Told|null $told
	 */
	public static function endedUnpaid( ?object $told, bool $exchange ): bool {
		return ! $exchange && 'closed' === ( $told->state ?? '' ) && 'skipped' === ( ( $told->stages['refunded'] ?? null )?->status );
	}

	/**
	 * @param array<string, object{name: string, status: string, at: int|null}> $stages
	 * @param array<string, array{string, string}>                              $words  Stage → what it is called once done, and while it goes on.
	 * @return list<Step> Stages that were skipped, or that the worker doesn't know, are left out.
	 */
	private static function steps( array $stages, array $words ): array {
		$steps = [];
		$now   = true;
		foreach ( $words as $name => [ $done, $going ] ) {
			$stage = $stages[ $name ] ?? null;
			if ( null === $stage || 'skipped' === $stage->status ) {
				continue;
			}
			$isDone  = 'done' === $stage->status;
			/** @var 'done'|'now'|'ahead' $status */
			$status  = $isDone ? 'done' : ( $now ? 'now' : 'ahead' );
			$steps[] = [ 'label' => 'now' === $status ? $going : $done, 'status' => $status, 'at' => $isDone ? $stage->at : null ];
			$now     = $now && $isDone;
		}
		return $steps;
	}
}
