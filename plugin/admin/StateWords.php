<?php
declare(strict_types=1);

namespace Causeway\Admin;

/**
 * What an order's state is called on WooCommerce's own screens: the same words as in the panel
 * (`admin-ui/src/words/order-state.ts`; a test holds the two together).
 */
final class StateWords {

	/** Colour and glyph of a tone repeat what its word says. The classes are WooCommerce's own, for statuses of orders. */
	private const LOOKS = [
		'moving'    => [ '→', 'status-processing' ],
		'done'      => [ '✓', 'status-completed' ],
		'waiting'   => [ '…', 'status-pending' ],
		'attention' => [ '!', 'status-on-hold' ],
		'problem'   => [ '✕', 'status-failed' ],
		'quiet'     => [ '–', 'status-cancelled' ],
	];

	/** A state that this version doesn't know is shown by its key: `awaiting_credit` → "Awaiting credit". */
	public static function label( string $state ): string {
		return self::known()[ $state ][0] ?? \ucfirst( \trim( \str_replace( '_', ' ', $state ) ) );
	}

	/** A badge as HTML: the word, whole, and a glyph for eyes that don't tell colours apart. */
	public static function badge( string $state ): string {
		[ $glyph, $class ] = self::LOOKS[ self::known()[ $state ][1] ?? 'quiet' ];
		return \sprintf(
			'<mark class="order-status %s" style="white-space:normal;line-height:1.4;padding-block:.4em"><span><span aria-hidden="true">%s</span> %s</span></mark>',
			\esc_attr( $class ),
			\esc_html( $glyph ),
			\esc_html( self::label( $state ) )
		);
	}

	/** @return array<string, array{string, key-of<self::LOOKS>}> State → word and tone. */
	public static function known(): array {
		return [
			'captured'            => [ \__( 'Captured', 'causeway' ), 'waiting' ],
			'not_captured'        => [ \__( 'Not captured', 'causeway' ), 'quiet' ],
			'before_go_live'      => [ \__( 'Before go-live', 'causeway' ), 'quiet' ],
			'waiting_for_payment' => [ \__( 'Waiting for payment', 'causeway' ), 'waiting' ],
			'on_hold'             => [ \__( 'On hold in the shop', 'causeway' ), 'attention' ],
			'held'                => [ \__( 'Held by a check', 'causeway' ), 'attention' ],
			'needs_attention'     => [ \__( 'Needs a person', 'causeway' ), 'problem' ],
			'recovering'          => [ \__( 'Looking again after a loss', 'causeway' ), 'moving' ],
			'submitting'          => [ \__( 'Sending to the ERP', 'causeway' ), 'moving' ],
			'verifying'           => [ \__( 'Verifying', 'causeway' ), 'moving' ],
			'retrying'            => [ \__( 'Trying again', 'causeway' ), 'attention' ],
			'waiting_for_system'  => [ \__( 'Waiting for a system', 'causeway' ), 'waiting' ],
			'accepted'            => [ \__( 'Accepted by the ERP', 'causeway' ), 'moving' ],
			'waiting_for_stock'   => [ \__( 'Waiting for stock', 'causeway' ), 'waiting' ],
			'releasing'           => [ \__( 'Sending to the warehouse', 'causeway' ), 'moving' ],
			'released'            => [ \__( 'At the warehouse', 'causeway' ), 'moving' ],
			'picked'              => [ \__( 'Picked', 'causeway' ), 'moving' ],
			'packed'              => [ \__( 'Packed', 'causeway' ), 'moving' ],
			'partially_shipped'   => [ \__( 'Partly shipped', 'causeway' ), 'moving' ],
			'shipped'             => [ \__( 'Shipped', 'causeway' ), 'moving' ],
			'completed'           => [ \__( 'Completed', 'causeway' ), 'done' ],
			'cancelling'          => [ \__( 'Cancelling', 'causeway' ), 'moving' ],
			'cancelled'           => [ \__( 'Cancelled', 'causeway' ), 'quiet' ],
			'lost_in_restore'     => [ \__( 'Lost in a restore', 'causeway' ), 'attention' ],
			'skipped'             => [ \__( 'Left out', 'causeway' ), 'quiet' ],
			'closed_by_person'    => [ \__( 'Taken over by a person', 'causeway' ), 'quiet' ],
		];
	}
}
