<?php
declare(strict_types=1);

namespace Causeway\Tests\Health;

use Causeway\Health\SiteHealth;
use Causeway\Health\StatusReport;
use Causeway\Outbox\Clock;
use Causeway\Tests\ReadModel\ReadModelTestCase;
use Causeway\Tests\Shop;

/** What WordPress's Site Health and WooCommerce's status report say of the shop and its worker. */
final class SiteHealthTest extends ReadModelTestCase {

	public function test_a_shop_whose_worker_comes_is_well(): void {
		$this->paired();
		$this->exchange();
		self::assertSame( [ 'causeway_shop' => 'good', 'causeway_worker' => 'good', 'causeway_tables' => 'good', 'causeway_https' => 'good' ], $this->statuses() );
		foreach ( $this->health() as $name => $result ) {
			self::assertSame( [ $name, 'Causeway', '' ], [ $result['test'], $result['badge']['label'], $result['actions'] ] );
			self::assertMatchesRegularExpression( '~^<p>[^<]+</p>$~', $result['description'] );
		}
	}

	public function test_pairing_and_go_live_are_recommended_until_they_are_done(): void {
		self::assertSame( [ 'recommended', 'good' ], [ $this->statuses()['causeway_shop'], $this->statuses()['causeway_worker'] ] );
		$this->paired( false );
		self::assertSame( 'recommended', $this->statuses()['causeway_shop'] );
		self::assertStringContainsString( 'not live', $this->health()['causeway_shop']['label'] );
	}

	public function test_a_copy_is_recommended_a_restored_shop_is_critical(): void {
		$this->paired();
		$this->plugin()->links()->change( [ 'environment' => 'elsewhere' ] );
		self::assertSame( [ 'recommended', 'This is a copy of the shop that was paired.' ], $this->shop() );
		$this->plugin()->links()->change( [ 'environment' => $this->plugin()->shopIdentity()->environment(), 'rewound_at' => $this->now ] );
		self::assertSame( [ 'critical', 'This shop was restored from a backup.' ], $this->shop() );
		self::assertSame( 'good', $this->statuses()['causeway_worker'], 'no worker is let in: that is said once' );
		self::assertStringContainsString( 'tab=connection', $this->health()['causeway_shop']['actions'] );
	}

	public function test_a_worker_that_stays_away_from_what_waits_for_ten_minutes_is_critical(): void {
		$this->paired();
		$this->exchange();
		$this->now += 600_001;
		self::assertSame( 'good', $this->statuses()['causeway_worker'], 'nothing waits' );
		$this->now -= 600_001;
		Shop::order();
		$this->endRequest();
		$this->now += 600_000;
		self::assertSame( 'good', $this->statuses()['causeway_worker'] );
		$this->now += 1;
		self::assertSame( 'critical', $this->statuses()['causeway_worker'] );
		self::assertStringContainsString( '1 change waits for it.', $this->health()['causeway_worker']['description'] );
	}

	public function test_what_waits_for_a_quarter_of_an_hour_though_a_worker_comes_is_recommended(): void {
		$this->paired();
		Shop::order();
		$this->endRequest();
		$this->now += 900_001;
		$this->exchange( [ 'ask' => [ 'rows' => 0 ] ] );
		self::assertSame( 'recommended', $this->statuses()['causeway_worker'] );
	}

	public function test_a_column_that_is_missing_and_an_address_without_tls_are_critical(): void {
		$table = $this->wpdb()->prefix . 'causeway_outbox';
		\add_filter( 'query', static fn ( string $sql ): string => "DESCRIBE {$table}" === $sql ? \str_replace( 'outbox', 'intent', $sql ) : $sql );
		\add_filter( 'pre_option_home', static fn (): string => 'http://shop.example.org' );
		$results = $this->health();
		self::assertSame( [ 'critical', 'critical' ], [ $results['causeway_tables']['status'], $results['causeway_https']['status'] ] );
		self::assertStringContainsString( 'outbox.slot', $results['causeway_tables']['description'] );
	}

	public function test_the_facts_name_storage_and_backlog_and_no_secret(): void {
		$this->paired();
		$this->exchange();
		$this->told();
		Shop::order();
		$this->endRequest();
		$link   = $this->link();
		$fields = $this->section();
		self::assertSame( Shop::hpos() ? 'hpos' : 'posts', $fields['order_storage']['debug'] );
		self::assertSame( [ true, false, false, 1, Clock::instant( (int) $link->goLiveAt ) ], [ $fields['paired']['debug'], $fields['copy']['debug'], $fields['restored']['debug'], $fields['rows_waiting']['debug'], $fields['live_since']['debug'] ] );
		\ob_start();
		StatusReport::show();
		$report = (string) \ob_get_clean();
		foreach ( $fields as $key => $field ) {
			self::assertStringContainsString( "data-export-label=\"{$key}\"", $report );
			self::assertNotSame( '', $field['value'], $key );
		}
		$this->plugin()->pairing()->issueCode();
		foreach ( [ $link->tokenHash, $this->link()->codeHash, $link->homeHash, $link->shopId, $link->leaseEngine, $link->mailboxKey, 'ada@' ] as $secret ) {
			self::assertNotSame( '', $secret );
			self::assertStringNotContainsString( $secret, $report . \json_encode( $this->section() ) );
		}
	}

	/** @return array<string, array<string, mixed>> Our tests' results, as WordPress runs them in a request of their own. */
	private function health(): array {
		SiteHealth::register();
		require_once ABSPATH . 'wp-admin/includes/admin.php';
		require_once ABSPATH . 'wp-admin/includes/class-wp-site-health.php';
		$tests = \array_filter( \WP_Site_Health::get_tests()['direct'], static fn ( string $name ): bool => \str_starts_with( $name, 'causeway_' ), ARRAY_FILTER_USE_KEY );
		self::assertCount( 4, $tests );
		$results = \array_map( static fn ( array $test ): array => $test['test'](), $tests );
		$this->newRequest();
		return $results;
	}

	/** @return array<string, string> */
	private function statuses(): array {
		return \array_map( static fn ( array $result ): string => $result['status'], $this->health() );
	}

	/** @return array{string, string} */
	private function shop(): array {
		$result = $this->health()['causeway_shop'];
		return [ $result['status'], $result['label'] ];
	}

	/** @return array<string, array{label: string, value: string, debug: mixed}> */
	private function section(): array {
		SiteHealth::register();
		$sections = \apply_filters( 'debug_information', [] );
		$this->newRequest();
		return $sections['causeway']['fields'];
	}
}
