<?php
/**
 * What a person asks in the panel while no worker comes. Args: { orders }. Returns the commands' event ids.
 *
 * @package Causeway\Promises
 */

return array_map(
	static fn ( int $id ): string => Causeway\Plugin::instance()->outbox()->command(
		"order/{$id}",
		array(
			'command'  => 'retry',
			'by'       => array( 'user_id' => 1, 'name' => 'admin' ),
			'asked_at' => time() * 1000,
			'seen'     => null,
			'cause'    => null,
			'reason'   => '',
			'filter'   => null,
		)
	),
	$args['orders']
);
