<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Outbox\Identifiers;
use Causeway\Outbox\Settings;
use Causeway\Outbox\Statements;

/**
 * A copy that becomes a shop of its own: it forgets the worker, and all that the shop it was copied from knew. Its
 * orders stay WooCommerce's; to the worker that it is paired with they are from before its go-live.
 */
final class NewShop {

	/** Everything but `link`, which keeps its row. */
	private const TABLES = [ 'outbox', 'archive', 'subject', 'exception', 'exception_subject', 'intent', 'transcript', 'audit', 'stock', 'return' ];

	private const AS_NEW = [
		'incarnation'     => 1,
		'home_hash'       => '',
		'environment'     => '',
		'token_hash'      => '',
		'paired_at'       => null,
		'code_hash'       => '',
		'code_expires_at' => 0,
		'code_tries'      => 0,
		'go_live_at'      => null,
		'lease_epoch'     => 0,
		'lease_engine'    => '',
		'lease_until'     => 0,
		'engine_commit'   => 0,
		'ack_number'      => 0,
		'worker_version'  => '',
		'worker_seen_at'  => null,
		'busy_until'      => 0,
		'busy_mark'       => '',
		'swept_at'        => 0,
		'sweep_cursor'    => '',
		'rewound_at'      => null,
		'rewound_from'    => 0,
		'alarmed_at'      => null,
		'mailbox_key'     => '',
		'mailbox_minute'  => 0,
		'mailbox_taken'   => 0,
	];

	public function __construct(
		private readonly LinkTable $links,
		private readonly ShopIdentity $identity,
		private readonly Settings $settings,
		private readonly Statements $db,
		private readonly AuditTable $audit,
	) {}

	/**
	 * Until its last statement this is a copy that refuses every worker: what dies on the way is done again.
	 *
	 * @param string $by Whose decision it is (Audit\Actor).
	 * @return string|null The new shop id; null: this is no copy, and nothing was touched.
	 */
	public function declare( string $by ): ?string {
		$link = $this->links->read();
		if ( ! $this->identity->isCopy( $link ) ) {
			return null;
		}
		$this->settings->write( [ 'capturing' => false, 'doorbell' => '', 'return_days' => null ] );
		foreach ( self::TABLES as $table ) {
			$this->db->run( "DELETE FROM {$this->db->table( $table )}" );
		}
		$id = Identifiers::event();
		$this->audit->write( new Entry( 'new_shop', $by, became: $id, why: 'Declared a shop of its own; what was kept of the other is forgotten' ) );
		return $this->links->change( [ 'shop_id' => $id ] + self::AS_NEW, 'shop_id = %s', [ $link->shopId ] ) ? $id : null;
	}
}
