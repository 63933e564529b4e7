<?php
declare(strict_types=1);

namespace Causeway\Tests\Admin;

use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Http\Server;
use Causeway\Tests\Http\Visitor;
use Causeway\Tests\Shop;

/** Causeway on WooCommerce's and WordPress's own screens, as a browser gets them; what each costs; and who may ask. */
final class DoorsTest extends CommittedTestCase {

	private static Server $server;

	/** @var list<int> */
	private array $users = [];

	public static function setUpBeforeClass(): void {
		self::$server = new Server();
	}

	public static function tearDownAfterClass(): void {
		self::$server->stop();
	}

	protected function setUp(): void {
		parent::setUp();
		if ( ! Shop::real() ) {
			self::markTestSkipped( 'The store double has no order screen.' );
		}
		$this->link( [ 'token_hash' => \hash( 'sha256', 'secret' ), 'paired_at' => \time() * 1000, 'home_hash' => Plugin::instance()->shopIdentity()->homeHash(), 'environment' => Plugin::instance()->shopIdentity()->environment(), 'worker_seen_at' => \time() * 1000, 'go_live_at' => ( \time() - 3600 ) * 1000 ] );
	}

	protected function tearDown(): void {
		$this->link( [ 'token_hash' => '', 'paired_at' => null, 'home_hash' => '', 'environment' => '', 'worker_seen_at' => null, 'go_live_at' => null, 'rewound_at' => null ] );
		unset( $_COOKIE[ LOGGED_IN_COOKIE ] );
		\wp_set_current_user( 0 );
		require_once ABSPATH . 'wp-admin/includes/user.php';
		\array_map( 'wp_delete_user', $this->users );
		parent::tearDown();
	}

	public function test_the_list_of_orders_says_where_each_is_and_asks_once_for_the_whole_page(): void {
		$told      = $this->told( 'held', 'The total differs.' );
		$fresh     = $this->order();
		$uncaught  = $this->order();
		Plugin::instance()->wpdb->delete( Plugin::instance()->wpdb->prefix . 'causeway_outbox', [ 'subject' => 'order/' . $uncaught->get_id() ] );
		$few       = $this->list();
		$of        = fn ( \WC_Order $order ): string => $this->cell( $few['html'], $order );
		self::assertStringContainsString( 'Held by a check', $of( $told ) );
		self::assertStringContainsString( 'The total differs.', $of( $told ) );
		self::assertStringContainsString( 'page=causeway&#038;order=' . $told->get_id(), $of( $told ) );
		self::assertStringContainsString( 'Captured', $of( $fresh ) );
		self::assertStringContainsString( 'Not captured', $of( $uncaught ) );

		for ( $more = 0; $more < 3; $more++ ) {
			$this->told( 'accepted' );
			$this->order();
			$uncaught = $this->order();
			Plugin::instance()->wpdb->delete( Plugin::instance()->wpdb->prefix . 'causeway_outbox', [ 'subject' => 'order/' . $uncaught->get_id() ] );
		}
		$many = $this->list();
		$cells = static fn ( string $html ): int => (int) \preg_match_all( '~<td class=.causeway column-causeway~', $html );
		self::assertSame( 9, $cells( $many['html'] ) - $cells( $few['html'] ) );
		\getenv( 'CAUSEWAY_MEASURE' ) && \fwrite( STDERR, \sprintf( "list of orders: %d queries more with 3 orders, %d with 12; %d hooks, %d files\n", $few['queries'], $many['queries'], $many['hooks'], $many['files'] ) );
		self::assertSame( [ 2, 2 ], [ $few['queries'], $many['queries'] ], \implode( "\n", $many['statements'] ) );
	}

	public function test_an_orders_screen_has_the_box_and_a_retry_asked_there_is_requested(): void {
		$order   = $this->told( 'needs_attention', 'The ERP refused it.' );
		$visitor = $this->visitor( 1 );
		$html    = $visitor->ask( $this->path( $order ) );
		self::assertMatchesRegularExpression( '~id="causeway-order".*Needs a person.*The ERP refused it\.~s', $html );
		$fields = $this->form( $html );
		self::assertSame( [ 'causeway_retry', (string) $order->get_id(), '1', '7' ], [ $fields['action'], $fields['order'], $fields['epoch'], $fields['n'] ] );
		self::assertGreaterThan( \strpos( $html, '</form>', (int) \strpos( $html, 'id="causeway-order"' ) ), \strpos( $html, '<form id="causeway-retry"' ), 'no form within a form' );

		$html = $visitor->submit( '/wp-admin/admin-post.php', $fields, [ 'Content-Type: application/x-www-form-urlencoded' ] );
		self::assertSame( 200, $visitor->status );
		self::assertStringContainsString( 'Retry requested by', $html );
		self::assertSame( [ [ 'order/' . $order->get_id(), 'retry', 1 ] ], $this->commands() );
		self::assertStringNotContainsString( 'form="causeway-retry"', $html );
	}

	public function test_a_request_without_a_nonce_or_by_someone_who_may_not_ask_changes_nothing(): void {
		$order  = $this->told( 'held' );
		$fields = [ 'action' => 'causeway_retry', 'order' => (string) $order->get_id(), 'epoch' => '1', 'n' => '7' ];
		$ask    = static fn ( Visitor $as, array $more = [] ): string => $as->submit( '/wp-admin/admin-post.php', $fields + $more, [ 'Content-Type: application/x-www-form-urlencoded' ] );

		$ask( $admin = $this->visitor( 1 ) );
		self::assertSame( 403, $admin->status, 'no nonce' );
		$ask( $editor = $this->visitor( $this->user( 'editor' ) ), [ '_wpnonce' => $this->nonce( 'causeway_retry' . $order->get_id() ) ] );
		self::assertSame( 403, $editor->status, 'an editor\'s own nonce' );
		self::assertSame( [], $this->commands() );
		$ask( $manager = $this->visitor( $this->user( 'shop_manager' ) ), [ '_wpnonce' => $this->nonce( 'causeway_retry' . $order->get_id() ) ] );
		self::assertSame( [ 200, 1 ], [ $manager->status, \count( $this->commands() ) ] );
	}

	public function test_a_copy_or_a_restored_shop_is_said_above_the_list_and_nowhere_else(): void {
		$order = $this->told( 'held' );
		$this->link( [ 'environment' => 'staging' ] );
		$visitor = $this->visitor( 1 );
		$said    = 'This is a copy of the shop that was paired.';
		self::assertSame( 1, \substr_count( $visitor->ask( $this->path() ), $said ) );
		self::assertSame( 1, \substr_count( $visitor->ask( $this->path( $order ) ), $said ), 'once: in the box' );
		foreach ( [ '/wp-admin/edit.php?post_type=product', '/wp-admin/edit.php', '/wp-admin/admin.php?page=wc-settings' ] as $elsewhere ) {
			self::assertStringNotContainsString( $said, $visitor->ask( $elsewhere ), $elsewhere );
			self::assertSame( 200, $visitor->status );
			self::assertSame( [], self::$server->last( $elsewhere )->statements, $elsewhere );
		}
	}

	/** @return array{html: string, queries: int, hooks: int, files: int, statements: list<string>} What the list costs more than without Causeway. */
	private function list(): array {
		$this->visit( [] );
		[ , $off ]    = $this->visit( [ 'X-Causeway-Off: 1' ] );
		[ $html, $on ] = $this->visit( [] );
		return [ 'html' => $html, 'queries' => $on->queries - $off->queries, 'hooks' => $on->hooks - $off->hooks, 'files' => $on->files - $off->files, 'statements' => \array_column( $on->statements, 2 ) ];
	}

	/**
	 * @param list<string> $headers
	 * @return array{string, \stdClass} The list and what it cost.
	 */
	private function visit( array $headers ): array {
		self::$server->forget();
		$visitor = $this->visitor( 1, $headers );
		$html    = $visitor->ask( $this->path() );
		self::assertSame( 200, $visitor->status );
		return [ $html, self::$server->last( $this->path() ) ];
	}

	private function path( ?\WC_Order $order = null ): string {
		if ( $order ) {
			return Shop::hpos() ? '/wp-admin/admin.php?page=wc-orders&action=edit&id=' . $order->get_id() : '/wp-admin/post.php?action=edit&post=' . $order->get_id();
		}
		return Shop::hpos() ? '/wp-admin/admin.php?page=wc-orders' : '/wp-admin/edit.php?post_type=shop_order';
	}

	private function cell( string $html, \WC_Order $order ): string {
		self::assertSame( 1, \preg_match( '~<tr id="(?:order|post)-' . $order->get_id() . '".*?</tr>~s', $html, $row ) );
		self::assertSame( 1, \preg_match( '~<td class=.causeway column-causeway[^>]*>.*?</td>~s', $row[0], $cell ) );
		return $cell[0];
	}

	/** @return array<string, string> What the form at the end of the page sends. */
	private function form( string $html ): array {
		self::assertSame( 1, \preg_match( '~<form id="causeway-retry".*?</form>~s', $html, $form ) );
		\preg_match_all( '~name="([^"]+)" value="([^"]*)"~', $form[0], $fields );
		return \array_combine( $fields[1], $fields[2] );
	}

	/** @return list<array{string, string, int}> Subject, command and who asked. */
	private function commands(): array {
		$rows = Plugin::instance()->wpdb->get_results( 'SELECT subject, body FROM ' . Plugin::instance()->wpdb->prefix . "causeway_outbox WHERE kind = 'command'" );
		return \array_map( static fn ( \stdClass $row ): array => [ $row->subject, \json_decode( $row->body )->command, \json_decode( $row->body )->by->user_id ], $rows );
	}

	private function order(): \WC_Order {
		$order          = Shop::order();
		$this->orders[] = $order->get_id();
		return $order;
	}

	/** An order of which the worker has told something. */
	private function told( string $state, string $reason = '' ): \WC_Order {
		$order = $this->order();
		$key   = 'order/' . $order->get_id();
		Plugin::instance()->fill()->subject( $key );
		$wpdb = Plugin::instance()->wpdb;
		$wpdb->update( $wpdb->prefix . 'causeway_subject', [ 'state' => $state, 'reason' => $reason, 'epoch' => 1, 'n' => 7 ], [ 'subject' => $key ] );
		return $order;
	}

	/** @param array<string, int|string|null> $set */
	private function link( array $set ): void {
		Plugin::instance()->wpdb->update( Plugin::instance()->wpdb->prefix . 'causeway_link', $set, [ 'id' => 1 ] );
	}

	private function user( string $role ): int {
		$id = \wp_insert_user( [ 'user_login' => $role . \wp_generate_password( 6, false ), 'user_pass' => \wp_generate_password(), 'role' => $role ] );
		self::assertIsInt( $id );
		return $this->users[] = $id;
	}

	/** @param list<string> $headers */
	private function visitor( int $user, array $headers = [] ): Visitor {
		$expires = \time() + 600;
		$token   = \WP_Session_Tokens::get_instance( $user )->create( $expires );
		$signed  = \wp_generate_auth_cookie( $user, $expires, 'logged_in', $token );
		\wp_set_current_user( $user );
		$_COOKIE[ LOGGED_IN_COOKIE ] = $signed;
		return new Visitor( $headers, AUTH_COOKIE . '=' . \wp_generate_auth_cookie( $user, $expires, 'auth', $token ) . '; ' . LOGGED_IN_COOKIE . '=' . $signed );
	}

	/** Of whoever visited last: nonces go with the session. */
	private function nonce( string $action ): string {
		return \wp_create_nonce( $action );
	}
}
