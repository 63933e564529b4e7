<?php
declare(strict_types=1);

namespace Causeway\Mailbox;

use Causeway\Capture\Doorbell;
use Causeway\Capture\Response;
use Causeway\Exchange\LinkTable;
use Causeway\Exchange\Refusal;
use Causeway\Exchange\ShopIdentity;
use Causeway\Exchange\Transport;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\Settings;
use Causeway\Plugin;

/**
 * Takes a webhook and keeps it for the worker: checked are path, size and rate. Whether to believe it is the worker's to
 * say, so that WordPress holds no vendor's key. 202: it will cross, if not replaced by a newer one of its document.
 */
final class MailboxRoute {

	private const FULL_RETRY_SECONDS = 60;

	public function __construct(
		private readonly LinkTable $links,
		private readonly MailboxKey $key,
		private readonly ShopIdentity $identity,
		private readonly Rate $rate,
		private readonly OutboxTable $outbox,
		private readonly Settings $settings,
	) {}

	public static function of( Plugin $plugin ): self {
		$links = $plugin->links();
		return new self( $links, new MailboxKey( $links ), $plugin->shopIdentity(), new Rate( $plugin->statements() ), $plugin->outbox(), $plugin->settings() );
	}

	/** Who doesn't have the key learns nothing: it is as if there were no such route. */
	public function admit( \WP_REST_Request $request ): bool|\WP_Error {
		return $this->key->is( Routes::part( $request, 'key' ) )
			? true
			: new \WP_Error( 'rest_no_route', \__( 'No route was found matching the URL and request method.' ), [ 'status' => 404 ] ); // phpcs:ignore WordPress.WP.I18n -- WordPress's own words.
	}

	public function answer( \WP_REST_Request $request ): \WP_REST_Response {
		try {
			$this->take( $request );
		} catch ( NotTaken $not_taken ) {
			return $not_taken->response();
		}
		$this->ringLater();
		return new \WP_REST_Response( [ 'taken' => true ], 202, [ 'Cache-Control' => 'no-store' ] );
	}

	/** @throws NotTaken */
	private function take( \WP_REST_Request $request ): void {
		$this->insistOnShop( $request );
		$delivery = Delivery::of( $request );
		$this->rate->spend();
		if ( ! $this->outbox->hint( $delivery->system, $delivery->document(), $delivery->hint() ) ) {
			throw new NotTaken( 'causeway_mailbox_full', 'The mailbox is full until the worker has fetched what is in it.', self::FULL_RETRY_SECONDS );
		}
	}

	/** @throws NotTaken */
	private function insistOnShop( \WP_REST_Request $request ): void {
		try {
			Transport::insist( $request );
		} catch ( Refusal $refusal ) {
			throw new NotTaken( 'causeway_insecure', $refusal->getMessage() );
		}
		$link = $this->links->read();
		if ( ! $link->paired() ) {
			throw new NotTaken( 'causeway_not_paired', 'No worker is paired with this shop.' );
		}
		if ( ! $this->identity->isThatOf( $link ) ) {
			throw new NotTaken( 'causeway_copy', 'This is a copy of the shop; a copy takes no webhooks.' );
		}
	}

	/** After the answer where the server can: a worker that can be reached comes at once, any other within 15 seconds. */
	private function ringLater(): void {
		$doorbell = $this->settings->doorbell();
		if ( '' !== $doorbell ) {
			\add_action(
				'shutdown',
				static function () use ( $doorbell ): void {
					( new Response() )->finish();
					Doorbell::ring( $doorbell );
				},
				1000
			);
		}
	}
}
