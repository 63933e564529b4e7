<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** Brings Causeway's tables to the schema's version, and believes it only after looking. Never drops anything. */
final class Migration {

	public function __construct( private readonly \wpdb $wpdb, private readonly Settings $settings ) {}

	/** @throws \RuntimeException Naming each table and column that is still missing. */
	public function run(): void {
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		\dbDelta( \array_values( $this->tables() ) );
		$missing = $this->missing();
		if ( $missing ) {
			throw new \RuntimeException( 'Causeway could not make: ' . \implode( ', ', $missing ) );
		}
		$this->wpdb->query(
			(string) $this->wpdb->prepare( "INSERT IGNORE INTO {$this->wpdb->prefix}causeway_link (id, shop_id) VALUES (1, %s)", Identifiers::event() )
		);
		$this->settings->write( [ 'schema' => Schema::VERSION ] );
	}

	/** For wp-admin, which must go on: what fails is logged, and Site Health names what is missing. */
	public function catchUp(): void {
		try {
			$this->run();
		} catch ( \RuntimeException $failure ) {
			\wc_get_logger()->critical( $failure->getMessage(), [ 'source' => 'causeway' ] );
		}
	}

	/** @return list<string> What the database hasn't got of the schema, as `table.column`. */
	public function missing(): array {
		$missing = [];
		$shown   = $this->wpdb->suppress_errors( true );
		foreach ( $this->tables() as $name => $definition ) {
			$missing = \array_merge( $missing, $this->missingOf( $name, $definition ) );
		}
		$this->wpdb->suppress_errors( $shown );
		return $missing;
	}

	/** @return array<string, string> Name → definition. */
	private function tables(): array {
		return Schema::tables( $this->wpdb->prefix, $this->wpdb->get_charset_collate() );
	}

	/** @return list<string> */
	private function missingOf( string $name, string $definition ): array {
		$present = $this->wpdb->get_col( "DESCRIBE {$this->wpdb->prefix}causeway_{$name}", 0 );
		\preg_match_all( '/^\s+([a-z_]+) (?:big|tiny)?(?:int|varchar|char|longtext|text)\b/m', $definition, $matches );
		$wanted = \array_diff( $matches[1], $present );
		return \array_values( \array_map( static fn ( string $column ): string => "{$name}.{$column}", $wanted ) );
	}
}
