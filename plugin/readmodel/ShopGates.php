<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Exchange\Link;

/**
 * The gates before the worker's: what the shop itself knows of an order's way to it, in the shape of
 * contracts/src/effect.ts `Gate`. So an order that no worker has ever seen answers, too.
 *
 * @phpstan-type Gate array{name: string, label: string, status: string, at: int|null, until: int|null, detail: string}
 */
final class ShopGates {

	public function __construct( private readonly Link $link ) {}

	/**
	 * Of an order that the shop captured and the worker has said nothing of.
	 *
	 * @param int|null $createdAt When it was placed, epoch ms.
	 * @param int      $since     When it was captured.
	 * @param array{since: int, filled: bool, served: bool}|null $unserved The look that waits.
	 * @return list<Gate>
	 */
	public function unreported( ?int $createdAt, int $since, ?array $unserved ): array {
		$read = null === $unserved || $unserved['filled'] || $unserved['served'];
		if ( ! $read ) {
			$first = self::gate( 'captured', 'waiting', $unserved['since'], \__( 'to be read: by the request that named it, or by the next visit of the worker', 'causeway' ) );
			return [ $first, self::gate( 'go_live', 'ahead' ), self::gate( 'worker', 'ahead' ) ];
		}
		$captured = self::gate( 'captured', 'passed', $since );
		if ( $this->isBefore( $this->link->goLiveAt, $createdAt ) ) {
			return [ $captured, self::gate( 'go_live', 'skipped', null, \__( 'Placed before: listed here, never sent by itself.', 'causeway' ) ), self::gate( 'worker', 'skipped' ) ];
		}
		if ( ! $this->link->paired() ) {
			return [ $captured, self::gate( 'go_live', 'ahead' ), self::gate( 'worker', 'waiting', $since, \__( 'a worker: none is paired with this shop', 'causeway' ) ) ];
		}
		if ( null === $this->link->goLiveAt ) {
			return [ $captured, self::gate( 'go_live', 'waiting', $since, \__( 'go-live: until then nothing is sent', 'causeway' ) ), self::gate( 'worker', 'ahead' ) ];
		}
		return [ $captured, self::gate( 'go_live', 'passed', $this->link->goLiveAt ), $this->worker( $unserved['since'] ?? $since, $unserved ) ];
	}

	/**
	 * Of an order that Causeway has nothing of.
	 *
	 * @param int|null $createdAt When it was placed, epoch ms.
	 * @param string   $reason    Why it was not captured.
	 * @return list<Gate>
	 */
	public function uncaptured( ?int $createdAt, string $reason ): array {
		$never = $this->isBefore( $this->link->goLiveAt, $createdAt ) || $this->isBefore( $this->link->pairedAt, $createdAt );
		$later = $never ? 'skipped' : 'ahead';
		return [ self::gate( 'captured', $never ? 'skipped' : 'waiting', null, $reason ), self::gate( 'go_live', $later ), self::gate( 'worker', $later ) ];
	}

	/**
	 * Of an order that the worker told about: its gates, and before them a change that it has not taken yet.
	 *
	 * @param list<mixed>                                        $told     What the worker last said.
	 * @param array{since: int, filled: bool, served: bool}|null $unserved
	 * @return list<mixed>
	 */
	public function reported( array $told, ?array $unserved ): array {
		return null === $unserved ? $told : [ $this->worker( $unserved['since'], $unserved ), ...$told ];
	}

	/**
	 * @param array{since: int, filled: bool, served: bool}|null $unserved
	 * @return Gate
	 */
	private function worker( int $since, ?array $unserved ): array {
		$taken = null === $unserved || $unserved['served'];
		return self::gate( 'worker', 'waiting', $since, $taken ? \__( 'the worker: it has fetched it and not reported yet', 'causeway' ) : \__( 'the worker: it has not fetched it yet', 'causeway' ) );
	}

	private function isBefore( ?int $instant, ?int $createdAt ): bool {
		return null !== $instant && null !== $createdAt && $createdAt < $instant;
	}

	/** @return Gate */
	private static function gate( string $name, string $status, ?int $at = null, string $detail = '' ): array {
		$labels = [
			'captured' => \__( 'Captured by the shop', 'causeway' ),
			'go_live'  => \__( 'Placed after go-live', 'causeway' ),
			'worker'   => \__( 'Taken by the worker', 'causeway' ),
		];
		return [
			'name'   => $name,
			'label'  => $labels[ $name ] ?? $name,
			'status' => $status,
			'at'     => $at,
			'until'  => null,
			'detail' => $detail,
		];
	}
}
