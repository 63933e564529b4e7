<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Exchange\NewShop;
use Causeway\Exchange\ShopIdentity;
use Causeway\Plugin;

/**
 * `POST /new-shop`: declares a copy a shop of its own; `confirm` is its address, typed by whoever decides it.
 *
 * @extends Route<array{confirm: string}>
 */
final class NewShopRoute extends Route {

	public function __construct( private readonly NewShop $shop, private readonly ShopIdentity $identity ) {}

	public static function of( Plugin $plugin ): self {
		return new self( new NewShop( $plugin->links(), $plugin->shopIdentity(), $plugin->settings(), $plugin->statements(), $plugin->audit() ), $plugin->shopIdentity() );
	}

	public function parameters(): array {
		return [ 'confirm' => [ 'type' => 'string', 'required' => true, 'maxLength' => 300 ] ];
	}

	protected function answer( array $given ): array {
		if ( ! $this->identity->isHome( $given['confirm'] ) ) {
			throw Refused::invalid( \__( 'Type the address of this shop, to be sure that you are where you think you are.', 'causeway' ) );
		}
		$id = $this->shop->declare( Actor::current() );
		if ( null === $id ) {
			throw Refused::outdated( \__( 'This shop is no copy (any more): nothing was changed. Look again before you decide.', 'causeway' ) );
		}
		return [ 'shop_id' => $id ];
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-new-shop',
			'type'       => 'object',
			'properties' => [ 'shop_id' => [ 'type' => 'string', 'format' => 'uuid' ] ],
		];
	}
}
