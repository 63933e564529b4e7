<?php
declare(strict_types=1);

namespace Causeway\Tests\Privacy;

use Causeway\Tests\ReadModel\ReadModelTestCase;

/** What is left when the plugin is deleted in wp-admin. */
final class UninstallTest extends ReadModelTestCase {

	public function test_the_option_goes_the_credential_is_void_and_the_record_of_orders_stays(): void {
		$this->paired();
		$order = $this->told( [ 'external_id' => 'DEMO-1-0a1b' ] );
		$this->plugin()->pairing()->issueCode();

		\defined( 'WP_UNINSTALL_PLUGIN' ) || \define( 'WP_UNINSTALL_PLUGIN', 'causeway/causeway.php' );
		require \dirname( \Causeway\FILE ) . '/uninstall.php';

		self::assertFalse( \get_option( 'causeway' ) );
		self::assertSame( [ false, '', '' ], [ $this->link()->paired(), $this->link()->tokenHash, $this->link()->codeHash ] );
		self::assertSame( [ [ $this->key( $order ), 'DEMO-1-0a1b' ] ], \array_map( static fn ( array $row ): array => [ $row['subject'], $row['external_id'] ], $this->row( 'subject' ) ) );
	}
}
