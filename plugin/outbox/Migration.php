<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** Brings Causeway's tables to the schema's version, and believes it only after looking. Never drops anything. */
final class Migration {

	public function __construct( private readonly \wpdb $wpdb, private readonly Settings $settings ) {}

	/** @throws \RuntimeException Naming each table and column that is still missing. */
	public function run(): void {
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		$tables = Schema::tables( $this->wpdb->prefix, $this->wpdb->get_charset_collate() );
		\dbDelta( \array_values( $tables ) );
		$missing = [];
		foreach ( $tables as $name => $definition ) {
			$missing = \array_merge( $missing, $this->missing( $name, $definition ) );
		}
		if ( $missing ) {
			throw new \RuntimeException( 'Causeway could not make: ' . \implode( ', ', $missing ) );
		}
		$this->wpdb->query(
			(string) $this->wpdb->prepare( "INSERT IGNORE INTO {$this->wpdb->prefix}causeway_link (id, shop_id) VALUES (1, %s)", Identifiers::event() )
		);
		$this->settings->write( [ 'schema' => Schema::VERSION ] );
	}

	/** @return list<string> Columns of the definition that the table hasn't got, as `table.column`. */
	private function missing( string $name, string $definition ): array {
		$present = $this->wpdb->get_col( "DESCRIBE {$this->wpdb->prefix}causeway_{$name}", 0 );
		\preg_match_all( '/^\s+([a-z_]+) (?:big|tiny)?(?:int|varchar|char|longtext|text)\b/m', $definition, $matches );
		$wanted = \array_diff( $matches[1], $present );
		return \array_values( \array_map( static fn ( string $column ): string => "{$name}.{$column}", $wanted ) );
	}
}
