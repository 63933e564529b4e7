<?php
declare(strict_types=1);

namespace Causeway\Tests;

use Causeway\Plugin;

/** Begins what a new PHP process would begin with: the listeners of the start, no object of ours, an empty cache. */
trait OwnRequest {

	/** @var array<string, \WP_Hook> */
	private array $listeners = [];

	private function rememberListeners(): void {
		global $wp_filter;
		foreach ( $wp_filter as $name => $hook ) {
			$this->listeners[ $name ] = clone $hook;
		}
	}

	protected function newRequest(): void {
		global $wp_filter;
		foreach ( Plugin::instance()->named()->all() as $subject ) {
			Plugin::instance()->named()->settle( $subject );
		}
		$wp_filter = \array_map( static fn ( \WP_Hook $hook ): \WP_Hook => clone $hook, $this->listeners ); // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		\add_filter( 'pre_wp_mail', '__return_true' );
		( new \ReflectionProperty( Plugin::class, 'instance' ) )->setValue( null, null );
		\wp_cache_flush();
	}
}
