<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Exchange\Link;

/** What the shop itself says of an order of which the worker has said nothing yet. */
final class Unseen {

	public const CAPTURED       = 'captured';
	public const BEFORE_GO_LIVE = 'before_go_live';
	public const NOT_CAPTURED   = 'not_captured';

	public function __construct( private readonly Link $link ) {}

	/**
	 * @param int|null $createdAt When the order was placed, epoch ms.
	 * @return array{state: string, reason: string, waiting_for: string}
	 */
	public function words( ?int $createdAt ): array {
		if ( null !== $this->link->goLiveAt && null !== $createdAt && $createdAt < $this->link->goLiveAt ) {
			return [
				'state'       => self::BEFORE_GO_LIVE,
				'reason'      => \__( 'Placed before go-live: it is listed here and never sent by itself.', 'causeway' ),
				'waiting_for' => '',
			];
		}
		if ( ! $this->link->paired() ) {
			return self::captured( \__( 'No worker is paired with this shop.', 'causeway' ), \__( 'a worker', 'causeway' ) );
		}
		if ( null === $this->link->goLiveAt ) {
			return self::captured( \__( 'The shop is not live, so nothing is sent yet.', 'causeway' ), \__( 'go-live', 'causeway' ) );
		}
		return self::captured( \__( 'The worker has not reported on it yet.', 'causeway' ), \__( 'the worker', 'causeway' ) );
	}

	/** @return array{state: string, reason: string, waiting_for: string} */
	private static function captured( string $reason, string $waitingFor ): array {
		return [
			'state'       => self::CAPTURED,
			'reason'      => $reason,
			'waiting_for' => $waitingFor,
		];
	}
}
