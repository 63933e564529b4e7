<?php declare(strict_types=1);
/** Reads and writes the post's row; WordPress's own hooks of posts stay silent. */
abstract class Causeway_Double_Post_Store implements WC_Object_Data_Store_Interface {
	/** @var array<string, string> Fields that are columns of the post. */
	protected const COLUMNS = array();
	/** Fills row and fields; the statuses of orders have a prefix in the row. */
	public function read( &$data ) {
		$post = get_post( $data->get_id() );
		if ( ! $post ) { throw new Exception( 'No such post.' ); }
		foreach ( static::COLUMNS as $field => $column ) {
			$data->set_props( array( $field => $post->$column ) );
		}
		$data->set_props( array( 'date_created' => strtotime( "$post->post_date_gmt UTC" ), 'date_modified' => strtotime( "$post->post_modified_gmt UTC" ) ) );
		$data->read_fields();
	}
	/** Writes a new row. */
	protected function insert( WC_Data $data, string $type ): void {
		global $wpdb;
		$data->set_props( array( 'date_created' => $data->get_date_created( 'edit' ) ?? time(), 'date_modified' => $data->get_date_modified( 'edit' ) ?? time() ) );
		$fields = array_keys( $data->get_data() );
		$empty  = array_fill_keys( array( 'post_content', 'post_excerpt', 'post_title', 'to_ping', 'pinged', 'post_content_filtered' ), '' );
		$wpdb->insert( $wpdb->posts, $this->columns( $data, $fields ) + $empty + array( 'post_type' => $type, 'post_author' => 1, 'ping_status' => 'closed' ) );
		$data->set_id( $wpdb->insert_id );
		$data->write_fields( $fields );
	}
	/** Writes the changes; the modified date moves with every save. */
	protected function write( WC_Data $data ): void {
		if ( ! isset( $data->get_changes()['date_modified'] ) ) { $data->set_date_modified( time() ); }
		$changed = array_keys( $data->get_changes() );
		$this->update_row( $data->get_id(), $this->columns( $data, $changed ) );
		$data->write_fields( $changed );
	}
	/** Changes columns of the row. */
	protected function update_row( int $id, array $columns ): void {
		global $wpdb;
		$wpdb->update( $wpdb->posts, $columns, array( 'ID' => $id ) );
		clean_post_cache( $id );
	}
	/** Removes the post with all that hangs on it, without a hook. */
	protected function remove_rows( int $id ): void {
		global $wpdb;
		$wpdb->delete( $wpdb->comments, array( 'comment_post_ID' => $id ) );
		$wpdb->delete( $wpdb->postmeta, array( 'post_id' => $id ) );
		$wpdb->delete( $wpdb->posts, array( 'ID' => $id ) );
		clean_post_cache( $id );
	}
	/** What the row says of a field. */
	protected function in_row( string $field, $value ) { return $value; }
	/** @return array<string, mixed> The columns that hold these fields. */
	private function columns( WC_Data $data, array $fields ): array {
		$columns = array();
		foreach ( array_intersect_key( static::COLUMNS, array_flip( $fields ) ) as $field => $column ) {
			$columns[ $column ] = $this->in_row( $field, $data->{"get_$field"}( 'edit' ) );
		}
		foreach ( array_intersect( array( 'date_created', 'date_modified' ), $fields ) as $field ) {
			$column = 'date_created' === $field ? 'post_date' : 'post_modified';
			$date   = $data->{"get_$field"}( 'edit' );
			$columns += array( $column => $date->date( 'Y-m-d H:i:s' ), "{$column}_gmt" => gmdate( 'Y-m-d H:i:s', $date->getTimestamp() ) );
		}
		return $columns;
	}
}
