<?php declare(strict_types=1);
/** One entry of meta; a null value marks it for deletion. */
class WC_Meta_Data {
	/** An entry; id 0 before it is saved. */
	public function __construct( public int $id, public string $key, public mixed $value, public bool $changed = false ) {}
	/** @return array{id: int, key: string, value: mixed} */
	public function get_data(): array { return array( 'id' => $this->id, 'key' => $this->key, 'value' => $this->value ); }
}

/** Read on first use, changed in memory, written by a save. */
trait Causeway_Double_Keeps_Meta {
	/** @var list<WC_Meta_Data>|null */
	protected ?array $meta_data = null;
	/** @return list<WC_Meta_Data> */
	public function get_meta_data(): array {
		$this->meta_data ?? $this->read_meta_data();
		return array_values( array_filter( $this->meta_data, static fn( WC_Meta_Data $meta ): bool => null !== $meta->value ) );
	}
	/** The first value under a key ('' without one), or all its entries. */
	public function get_meta( string $key = '', bool $single = true, string $context = 'view' ) {
		$found = $this->entries( $key );
		$value = $single ? ( $found ? $found[0]->value : '' ) : $found;
		return 'view' === $context ? apply_filters( "woocommerce_{$this->object_type}_get_$key", $value, $this ) : $value;
	}
	/** Whether there is meta under the key. */
	public function meta_exists( string $key ): bool { return array() !== $this->entries( $key ); }
	/** Adds an entry; a unique one replaces the others. */
	public function add_meta_data( string $key, $value, bool $unique = false ): void {
		$unique ? $this->delete_meta_data( $key ) : $this->get_meta_data();
		$this->meta_data[] = new WC_Meta_Data( 0, $key, $value );
	}
	/** Sets the first entry under the key and removes its others. */
	public function update_meta_data( string $key, $value ): void {
		$found = $this->entries( $key );
		$this->delete_meta_data( $key );
		if ( $found ) {
			$found[0]->value   = $value;
			$found[0]->changed = true;
		} else {
			$this->add_meta_data( $key, $value );
		}
	}
	/** Marks all entries under the key for deletion. */
	public function delete_meta_data( string $key ): void { array_map( static fn( WC_Meta_Data $meta ) => $meta->value = null, $this->entries( $key ) ); }
	/** Writes the changed entries, each with its hook. */
	public function save_meta_data(): void {
		foreach ( $this->meta_data ?? array() as $place => $meta ) {
			$done = $meta->id ? ( null === $meta->value ? 'deleted' : ( $meta->changed ? 'updated' : '' ) ) : ( null === $meta->value ? '' : 'added' );
			match ( $done ) {
				'deleted' => delete_metadata_by_mid( $this->meta_type, $meta->id ),
				'updated' => update_metadata_by_mid( $this->meta_type, $meta->id, $meta->value, $meta->key ),
				'added'   => $meta->id = (int) add_metadata( $this->meta_type, $this->get_id(), wp_slash( $meta->key ), wp_slash( $meta->value ) ),
				default   => null,
			};
			if ( null === $meta->value ) { unset( $this->meta_data[ $place ] ); }
			$meta->changed = false;
			if ( $done ) {
				do_action( "{$done}_{$this->object_type}_meta", $meta->id, $this->get_id(), $meta->key, $meta->value );
			}
		}
	}
	/** Reads the entries that are no field of the object. */
	public function read_meta_data( bool $force = false ): void {
		global $wpdb;
		$table           = 'order_item' === $this->meta_type ? $wpdb->order_itemmeta : $wpdb->postmeta;
		$this->meta_data = array();
		foreach ( $wpdb->get_results( $wpdb->prepare( "SELECT * FROM $table WHERE {$this->meta_type}_id = %d ORDER BY meta_id", $this->get_id() ) ) as $row ) {
			if ( ! in_array( $row->meta_key, array( ...array_values( $this->keys ), '_edit_lock', '_wp_trash_meta_status' ), true ) ) {
				$this->meta_data[] = new WC_Meta_Data( (int) $row->meta_id, $row->meta_key, maybe_unserialize( $row->meta_value ) );
			}
		}
	}
	/** @return list<WC_Meta_Data> The entries under one key. */
	private function entries( string $key ): array {
		return array_values( array_filter( $this->get_meta_data(), static fn( WC_Meta_Data $meta ): bool => $meta->key === $key ) );
	}
}
