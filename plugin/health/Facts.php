<?php
declare(strict_types=1);

namespace Causeway\Health;

use Causeway\Capture\OrderStorage;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Schema;
use Causeway\Outbox\Settings;
use Causeway\Plugin;
use Causeway\Stock\StockTable;

/**
 * What whoever is asked for help wants to know first, the same in Site Health, in WooCommerce's status report and on the
 * command line. No secrets, no addresses, nothing of a customer.
 *
 * @phpstan-type Fact array{label: string, text: string, value: bool|int|string}
 */
final class Facts {

	public function __construct(
		private readonly ShopCondition $condition,
		private readonly Settings $settings,
		private readonly OrderStorage $storage,
		private readonly string $environment,
		private readonly StockTable $stock,
	) {}

	public static function of( Plugin $plugin ): self {
		return new self( ShopCondition::of( $plugin ), $plugin->settings(), $plugin->orderStorage(), $plugin->shopIdentity()->environment(), new StockTable( $plugin->statements() ) );
	}

	/** @return array<string, Fact> Key → what it is called, for people, for machines (instants in RFC 3339, '' for none). */
	public function all(): array {
		$link    = $this->condition->link();
		$backlog = $this->condition->backlog();
		return [
			'version'        => self::fact( \__( 'Plugin', 'causeway' ), \Causeway\VERSION ),
			'schema'         => self::fact( \__( 'Version of its tables', 'causeway' ), \sprintf( '%d of %d', $this->settings->schema(), Schema::VERSION ) ),
			'order_storage'  => $this->storage->hpos()
				? self::fact( \__( 'Orders are kept in', 'causeway' ), 'hpos', \__( 'WooCommerce\'s order tables (HPOS)', 'causeway' ) )
				: self::fact( \__( 'Orders are kept in', 'causeway' ), 'posts', \__( 'posts (legacy)', 'causeway' ) ),
			'order_types'    => self::fact( \__( 'Types of order', 'causeway' ), \implode( ', ', $this->settings->types() ) ),
			'environment'    => self::fact( \__( 'Environment', 'causeway' ), $this->environment ),
			'capturing'      => self::yesNo( \__( 'Orders are captured', 'causeway' ), $this->settings->capturing() ),
			'paired'         => self::yesNo( \__( 'Paired', 'causeway' ), $link->paired() ),
			'copy'           => self::yesNo( \__( 'A copy of the shop that was paired', 'causeway' ), $this->condition->isCopy() ),
			'restored'       => self::yesNo( \__( 'Restored from a backup, undecided', 'causeway' ), $this->condition->isRestored() ),
			'live_since'     => self::instant( \__( 'Live since', 'causeway' ), $link->goLiveAt ),
			'worker_version' => self::fact( \__( 'Worker', 'causeway' ), $link->workerVersion ),
			'worker_seen'    => self::instant( \__( 'Worker last seen', 'causeway' ), $link->workerSeenAt ),
			'rows_waiting'   => self::fact( \__( 'Changes that wait for it', 'causeway' ), $backlog->rows ),
			'oldest_row'     => self::instant( \__( 'The oldest is from', 'causeway' ), $backlog->oldestAt ),
			'stock_followed' => self::fact( \__( 'Products whose stock is followed', 'causeway' ), $this->stock->count() ),
		];
	}

	/** @return Fact */
	private static function fact( string $label, int|string $value, ?string $text = null ): array {
		$text ??= (string) $value;
		return [ 'label' => $label, 'text' => '' === $text ? \__( 'none', 'causeway' ) : $text, 'value' => $value ];
	}

	/** @return Fact */
	private static function yesNo( string $label, bool $value ): array {
		return [ 'label' => $label, 'text' => $value ? \__( 'yes', 'causeway' ) : \__( 'no', 'causeway' ), 'value' => $value ];
	}

	/** @return Fact */
	private static function instant( string $label, ?int $at ): array {
		return null === $at
			? [ 'label' => $label, 'text' => \__( 'never', 'causeway' ), 'value' => '' ]
			: [ 'label' => $label, 'text' => Moment::exactly( $at ) . ' (' . Moment::words( $at ) . ')', 'value' => Clock::instant( $at ) ];
	}
}
