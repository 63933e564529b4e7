<?php
declare(strict_types=1);

namespace Causeway\Tests\Alarm;

use Causeway\Alarm\AlarmMail;
use Causeway\Alarm\WorkerAlarm;
use Causeway\Tests\Exchange\ExchangeTestCase;
use Causeway\Tests\Shop;

/** Orders wait and no worker comes: the admin hears of it once, and once more when it is back. */
final class WorkerAlarmTest extends ExchangeTestCase {

	private const MINUTE = 60_000;

	/** @var list<array{to: list<string>, subject: string, message: string, headers: list<string>}> */
	private array $mails = [];

	/** What the mailer answers. */
	private bool $mailed = true;

	/** @var (\Closure(): void)|null What happens elsewhere while a mail is sent. */
	private ?\Closure $meanwhile = null;

	protected function setUp(): void {
		parent::setUp();
		$this->plugin()->links()->change( [ 'alarmed_at' => null, 'rewound_at' => null ] );
	}

	public function test_ten_minutes_without_a_worker_are_one_mail_and_its_return_another(): void {
		$this->waitingOrder();
		$this->now += 10 * self::MINUTE - 1;
		$this->alarm()->run();
		self::assertSame( [], $this->mails, 'not yet' );

		$this->now += 1;
		for ( $run = 0; $run < 3; $run++ ) {
			$this->alarm()->run();
			$this->now += 5 * self::MINUTE;
		}
		self::assertSame( [ 'Orders wait: the Causeway worker does not come' ], $this->subjects() );
		self::assertSame( [ 'admin@example.test' ], $this->mails[0]['to'] );
		self::assertStringContainsString( '1 change of an order waits for it', $this->mails[0]['message'] );
		self::assertStringContainsString( 'systemctl status causeway', $this->mails[0]['message'] );
		self::assertStringContainsString( 'page=causeway', $this->mails[0]['message'] );

		$this->exchange();
		$this->exchange();
		$this->alarm()->run();
		self::assertSame( [ 'Orders wait: the Causeway worker does not come', 'The Causeway worker is back' ], $this->subjects() );
		self::assertStringContainsString( 'It was away for 25 minutes', $this->mails[1]['message'] );
		self::assertNull( $this->link()->alarmedAt );
		self::assertFalse( \get_option( WorkerAlarm::STORY ) );

		$this->now += 10 * self::MINUTE;
		$this->alarm()->run();
		self::assertCount( 3, $this->mails, 'away again is told again' );
	}

	public function test_nobody_is_told_while_nothing_waits(): void {
		$this->listen();
		$this->paired();
		$this->exchange();
		$this->now += 60 * self::MINUTE;
		$this->alarm()->run();
		self::assertSame( [], $this->mails );
	}

	public function test_never_in_a_copy_while_unpaired_or_before_go_live(): void {
		foreach ( [ [ 'home_hash' => \str_repeat( '0', 64 ) ], [ 'environment' => 'staging' ], [ 'token_hash' => '', 'paired_at' => null ], [ 'go_live_at' => null ], [ 'go_live_at' => $this->now + 365 * 86_400_000 ] ] as $silent ) {
			$this->waitingOrder();
			$this->now += 60 * self::MINUTE;
			$this->plugin()->links()->change( $silent );
			$this->alarm()->run();
			self::assertSame( [], $this->mails, (string) \json_encode( $silent ) );
			$this->plugin()->links()->change( [ 'go_live_at' => null ] );
		}
	}

	public function test_two_processes_at_once_send_one(): void {
		$this->waitingOrder();
		$this->now      += 10 * self::MINUTE;
		$this->meanwhile = fn () => $this->alarm()->run();
		$this->alarm()->run();
		self::assertCount( 1, $this->mails, 'one while the other sends' );

		$this->plugin()->links()->change( [ 'alarmed_at' => null ] );
		$this->justBeforeTheClaim( fn () => $this->alarm()->run() );
		$this->alarm()->run();
		self::assertCount( 2, $this->mails, 'one after both have seen that nobody was told' );
	}

	public function test_a_mail_that_failed_is_tried_again_by_the_next_run(): void {
		$this->waitingOrder();
		$this->now   += 10 * self::MINUTE;
		$this->mailed = false;
		$this->alarm()->run();
		self::assertNull( $this->link()->alarmedAt );
		$this->mailed = true;
		$this->now   += 5 * self::MINUTE;
		$this->alarm()->run();
		self::assertCount( 2, $this->mails );

		$this->mailed = false;
		$this->exchange();
		$this->exchange();
		self::assertCount( 3, $this->mails, 'a mailer that fails is not asked at every exchange' );
		$this->mailed = true;
		$this->now   += 5 * self::MINUTE;
		$this->exchange();
		self::assertCount( 4, $this->mails );
		self::assertSame( $this->mails[2]['message'], $this->mails[3]['message'], 'late, and yet of the same absence' );
		$this->exchange();
		self::assertCount( 4, $this->mails );
	}

	public function test_a_process_that_died_while_it_sent_is_taken_over(): void {
		$this->waitingOrder();
		$this->now += 10 * self::MINUTE;
		// What it leaves: its claim.
		$this->plugin()->links()->change( [ 'alarmed_at' => -$this->now ] );
		$this->alarm()->run();
		self::assertCount( 0, $this->mails, 'it may still be sending' );
		$this->now += 5 * self::MINUTE;
		$this->alarm()->run();
		self::assertSame( [ 1, $this->now ], [ \count( $this->mails ), $this->link()->alarmedAt ] );
	}

	public function test_who_is_told_is_the_sites_to_say(): void {
		$this->waitingOrder();
		$this->now += 10 * self::MINUTE;
		\add_filter( 'causeway_alarm_recipients', static fn ( array $to ): array => [ ...$to, 'ops@example.org', 'nonsense' ] );
		$this->alarm()->run();
		self::assertSame( [ 'admin@example.test', 'ops@example.org' ], $this->mails[0]['to'] );

		$this->exchange();
		\add_filter( 'causeway_alarm_recipients', '__return_empty_array' );
		$this->now += 10 * self::MINUTE;
		$this->alarm()->run();
		self::assertCount( 2, $this->mails, 'who wants none gets none' );
	}

	public function test_it_is_plain_text_without_anything_of_a_customer(): void {
		$order = $this->waitingOrder();
		$order->set_props( [ 'billing_last_name' => 'Lovelace', 'billing_address_1' => '1 Quay Road', 'billing_email' => 'ada@example.org' ] );
		$order->save();
		$this->endRequest();
		$this->listen();
		$this->now += 10 * self::MINUTE;
		\update_option( 'blogname', 'Hooks &amp; Lines' );
		$this->alarm()->run();
		$mail = $this->mails[0];
		self::assertStringContainsString( '[Hooks & Lines]', $mail['subject'] );
		self::assertSame( [ 'Content-Type: text/plain; charset=UTF-8' ], $mail['headers'] );
		self::assertSame( $mail['message'], \wp_strip_all_tags( $mail['message'] ) . "\n" );
		foreach ( [ 'Lovelace', 'Quay Road', 'ada@example.org' ] as $personal ) {
			self::assertStringNotContainsStringIgnoringCase( $personal, $mail['message'] . $mail['subject'] );
		}
	}

	public function test_a_restored_shop_says_that_a_person_has_to_decide(): void {
		$this->waitingOrder();
		$this->now += 10 * self::MINUTE;
		$this->plugin()->links()->change( [ 'rewound_at' => $this->now ] );
		$this->alarm()->run();
		self::assertStringContainsString( 'restored from a backup', $this->mails[0]['message'] );
	}

	/** Live, a worker was here, and then an order came. */
	private function waitingOrder(): \WC_Order {
		$this->paired();
		$this->exchange();
		$order = Shop::order();
		$this->endRequest();
		$this->listen();
		return $order;
	}

	/** In this request: to mails, and to what comes after an answer, which is here where it is made. */
	private function listen(): void {
		\add_filter( 'pre_wp_mail', $this->mail( ... ), 100, 2 );
		$this->plugin()->once( WorkerAlarm::class, fn (): WorkerAlarm => $this->alarm() );
	}

	/** As another process of this shop has it. */
	private function alarm(): WorkerAlarm {
		$plugin = $this->plugin();
		return new WorkerAlarm( $plugin->links(), $plugin->shopIdentity(), $plugin->outbox(), new AlarmMail(), static fn ( \Closure $work ) => $work() );
	}

	/** @return list<string> Without the site's name. */
	private function subjects(): array {
		return \array_map( static fn ( array $mail ): string => (string) \preg_replace( '/^\[[^]]*\] /', '', $mail['subject'] ), $this->mails );
	}

	/** @param array<string, mixed> $mail */
	private function mail( mixed $sent, array $mail ): bool {
		$this->mails[] = \array_intersect_key( $mail, \array_flip( [ 'to', 'subject', 'message', 'headers' ] ) );
		$meanwhile     = $this->meanwhile;
		$this->meanwhile = null;
		if ( null !== $meanwhile ) {
			$meanwhile();
		}
		return $this->mailed;
	}

	/** Runs something once between reading the link and the statement that claims it. */
	private function justBeforeTheClaim( \Closure $do ): void {
		$listen = static function ( string $sql ) use ( &$listen, $do ): string {
			if ( \preg_match( '/^UPDATE .*causeway_link SET alarmed_at/', $sql ) ) {
				\remove_filter( 'query', $listen );
				$do();
			}
			return $sql;
		};
		\add_filter( 'query', $listen );
	}
}
