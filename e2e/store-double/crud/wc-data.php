<?php declare(strict_types=1);
/** An object with fields, their changes, meta and a data store. Every field has get_… and set_…, through __call. */
abstract class WC_Data {
	use Causeway_Double_Keeps_Meta;
	/** Fields by kind, each with the meta key that holds it; '' where something else does. */
	public const FIELDS = array();
	public const MORE   = array();
	private const EMPTY = array( 'text' => '', 'decimal' => '0', 'int' => 0, 'bool' => false, 'date' => null, 'float' => null, 'pieces' => null, 'list' => array() );
	protected int $id             = 0;
	protected bool $object_read   = false;
	protected string $object_type = 'data';
	protected string $meta_type   = 'post';
	protected WC_Data_Store $data_store;
	protected array $kinds        = array(); // Field => its kind.
	protected array $keys         = array(); // Field => its meta key, where it has one.
	protected array $data         = array(); // Field => its value in the database.
	protected array $changes      = array(); // Field => its value set since.
	/** The data store's name. */
	abstract protected function store_name(): string;
	/** Reads the object of that id; without one it is new. */
	public function __construct( $id = 0 ) {
		foreach ( array_merge_recursive( static::FIELDS, static::MORE ) as $kind => $fields ) {
			$this->kinds += array_fill_keys( array_keys( $fields ), $kind );
			$this->data  += array_fill_keys( array_keys( $fields ), self::EMPTY[ $kind ] );
			$this->keys  += array_filter( $fields );
		}
		$this->data_store = WC_Data_Store::load( $this->store_name() );
		$this->id         = absint( $id instanceof self ? $id->get_id() : ( is_object( $id ) ? $id->ID : $id ) );
		if ( $this->id ) { $this->data_store->read( $this ); }
		$this->object_read = true;
	}
	/** The id; 0 before the first save. */
	public function get_id(): int { return $this->id; }
	/** Sets the id. */
	public function set_id( $id ): void { $this->id = absint( $id ); }
	/** The store that reads and writes the object. */
	public function get_data_store(): WC_Data_Store { return $this->data_store; }
	/** @return array<string, mixed> The fields as last saved, and the meta. */
	public function get_data(): array { return array( 'id' => $this->id ) + $this->data + array( 'meta_data' => $this->get_meta_data() ); }
	/** @return array<string, mixed> The fields set since. */
	public function get_changes(): array { return $this->changes; }
	/** A field as the database had it, whatever was set since. */
	public function saved( string $field ) { return $this->data[ $field ]; }
	/** Sets many fields; names that are no field are passed over, and so is null. */
	public function set_props( array $props ): void {
		foreach ( array_filter( array_intersect_key( $props, $this->data ), static fn( $value ): bool => null !== $value ) as $field => $value ) {
			$this->{"set_$field"}( $value );
		}
	}
	/** Writes the object, with its hooks around. */
	public function save(): int {
		do_action( "woocommerce_before_{$this->object_type}_object_save", $this, $this->data_store );
		$this->id ? $this->data_store->update( $this ) : $this->data_store->create( $this );
		do_action( "woocommerce_after_{$this->object_type}_object_save", $this, $this->data_store );
		return $this->id;
	}
	/** Deletes the object, or puts it into the trash where its store has one. */
	public function delete( bool $force_delete = false ): bool {
		$check = apply_filters( "woocommerce_pre_delete_{$this->object_type}", null, $this, $force_delete );
		if ( null === $check ) {
			$this->data_store->delete( $this, array( 'force_delete' => $force_delete ) );
			$this->id = 0;
		}
		return (bool) ( $check ?? true );
	}
	/** Fills the fields that are kept in meta. */
	public function read_fields(): void {
		foreach ( $this->keys as $field => $key ) {
			$this->set_props( array( $field => get_metadata( $this->meta_type, $this->id, $key )[0] ?? null ) );
		}
	}
	/** Writes the named fields that are kept in meta, and the meta; then nothing is changed any more. */
	public function write_fields( array $fields ): void {
		foreach ( array_intersect_key( $this->keys, array_flip( $fields ) ) as $field => $key ) {
			$value = $this->get_prop( $field, 'edit' );
			$value = $value instanceof WC_DateTime ? (string) $value->getTimestamp() : ( is_bool( $value ) ? ( $value ? 'yes' : 'no' ) : $value );
			update_metadata( $this->meta_type, $this->id, $key, wp_slash( $value ) );
		}
		$this->save_meta_data();
		$this->data    = array_merge( $this->data, $this->changes );
		$this->changes = array();
	}
	/** A copy begins unsaved and without meta. */
	public function __clone() {
		$this->id        = 0;
		$this->meta_data = array();
	}
	/** Getters and setters of the fields. */
	public function __call( string $name, array $arguments ) {
		$field = substr( $name, 4 );
		if ( ! array_key_exists( $field, $this->data ) || ! preg_match( '/^[gs]et_/', $name ) ) {
			throw new BadMethodCallException( 'The store double has no ' . static::class . "::$name()" );
		}
		return 'g' === $name[0] ? $this->get_prop( $field, ...$arguments ) : $this->set_prop( $field, ...$arguments );
	}
	/** A field's value, filtered for 'view'. */
	protected function get_prop( string $field, string $context = 'view' ) {
		$value = array_key_exists( $field, $this->changes ) ? $this->changes[ $field ] : $this->data[ $field ];
		return 'view' === $context ? apply_filters( "woocommerce_{$this->object_type}_get_$field", $value, $this ) : $value;
	}
	/** Sets a field; once the object is read, only a different value is a change. */
	protected function set_prop( string $field, $value ): void {
		$empty = null === $value || '' === $value;
		$value = match ( $this->kinds[ $field ] ) {
			'decimal' => wc_format_decimal( $value ),
			'int'     => (int) $value,
			'bool'    => wc_string_to_bool( $value ),
			'float'   => (float) $value,
			'pieces'  => $empty ? null : wc_stock_amount( $value ),
			'date'    => $empty ? null : wc_string_to_datetime( is_numeric( $value ) ? "@$value" : (string) $value ),
			'list'    => (array) $value,
			default   => (string) $value,
		};
		if ( ! $this->object_read ) {
			$this->data[ $field ] = $value;
		} elseif ( $value !== $this->data[ $field ] || array_key_exists( $field, $this->changes ) ) {
			$this->changes[ $field ] = $value;
		}
	}
}
