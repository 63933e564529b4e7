<?php
declare(strict_types=1);

namespace Causeway\Admin;

use Causeway\Health\Moment;
use Causeway\Health\ShopCondition;
use Causeway\Plugin;
use Causeway\ReadModel\OrderDetail;

/** The box on an order's screen: where the order is and why, what the worker said last, and a way to ask it again. */
final class OrderBox {

	public const ID = 'causeway-order';

	/** @param array<string, mixed> $order What OrderDetail found. */
	private function __construct( private readonly array $order, private readonly ShopCondition $condition ) {}

	public static function add( string $screen, \WC_Order $order ): void {
		\add_meta_box( self::ID, \__( 'Causeway', 'causeway' ), static fn () => self::show( $order->get_id() ), $screen, 'side', 'high' );
	}

	/** An order that isn't saved yet has nothing to show. */
	public static function show( int $orderId ): void {
		$plugin = Plugin::instance();
		$order  = $orderId ? OrderDetail::of( $plugin )->find( $orderId ) : null;
		if ( null === $order ) {
			\printf( '<p>%s</p>', \esc_html__( 'Causeway takes an order up when it is placed.', 'causeway' ) );
			return;
		}
		$condition = ShopCondition::of( $plugin );
		$trouble   = $condition->trouble();
		if ( null !== $trouble ) {
			OrderScreens::show( $trouble, 'inline' );
		}
		// phpcs:ignore WordPress.Security.EscapeOutput -- every part escapes its own values.
		echo ( new self( $order, $condition ) )->html( $orderId );
	}

	private function html( int $orderId ): string {
		return '<p>' . StateWords::badge( $this->text( 'state' ) ) . $this->since() . '</p>'
			. self::paragraph( $this->text( 'reason' ) )
			. $this->facts()
			. $this->exceptions()
			. RetryForm::requested( $this->order['requested'] ?? null )
			. ( Screen::mayLook() ? $this->actions( $orderId ) : '' )
			. ( \current_user_can( Screen::CAPABILITY ) ? $this->returns( $orderId ) : '' );
	}

	private function since(): string {
		$since = $this->order['since'] ?? null;
		return \is_int( $since ) ? ' <span class="description">' . Moment::ago( $since ) . '</span>' : '';
	}

	private function facts(): string {
		$seen  = $this->condition->link()->workerSeenAt;
		$facts = [
			\__( 'Waiting for', 'causeway' )       => \esc_html( $this->text( 'waiting_for' ) ),
			\__( 'Attempt', 'causeway' )           => $this->attempt(),
			\__( 'ERP number', 'causeway' )        => self::code( $this->text( 'erp_number' ) ),
			\__( 'External id', 'causeway' )       => self::code( $this->text( 'external_id' ) ),
			\__( 'Not yet fetched', 'causeway' )   => $this->unserved(),
			\__( 'Last word', 'causeway' )         => $this->lastWord(),
			\__( 'Worker last seen', 'causeway' )  => null === $seen ? \esc_html__( 'never', 'causeway' ) : Moment::ago( $seen ),
		];
		$html  = '';
		foreach ( \array_filter( $facts, static fn ( string $value ): bool => '' !== $value ) as $label => $value ) {
			$html .= \sprintf( '<dt><strong>%s</strong></dt><dd style="margin-inline-start:0">%s</dd>', \esc_html( $label ), $value );
		}
		return "<dl>{$html}</dl>";
	}

	private function attempt(): string {
		$attempt = $this->order['attempt'] ?? null;
		if ( ! \is_array( $attempt ) ) {
			return '';
		}
		[ 'n' => $n, 'of' => $of, 'next_at' => $next ] = $attempt;
		/* translators: 1: number of this attempt, 2: how many there are at most */
		$text = \esc_html( \sprintf( \__( '%1$d of %2$d', 'causeway' ), \is_int( $n ) ? $n : 0, \is_int( $of ) ? $of : 0 ) );
		/* translators: %s: a time such as "in 12 seconds" */
		return \is_int( $next ) ? $text . ', ' . \sprintf( \esc_html__( 'next %s', 'causeway' ), Moment::ago( $next ) ) : $text;
	}

	/** A change of the order that the worker has still to fetch. */
	private function unserved(): string {
		$unserved = $this->order['unserved'] ?? null;
		return \is_array( $unserved ) && \is_int( $unserved['since'] ?? null )
			/* translators: %s: a time such as "3 mins ago" */
			? \sprintf( \esc_html__( 'a change from %s', 'causeway' ), Moment::ago( $unserved['since'] ) )
			: '';
	}

	/** The newest line of the order's story. */
	private function lastWord(): string {
		$newest = null;
		foreach ( \is_array( $this->order['timeline'] ?? null ) ? $this->order['timeline'] : [] as $entry ) {
			$newest = $entry instanceof \stdClass && ( null === $newest || $entry->at >= $newest->at ) ? $entry : $newest;
		}
		if ( null === $newest || ! \is_int( $newest->at ) || ! \is_string( $newest->text ) ) {
			return '';
		}
		return \esc_html( $newest->text ) . ' <span class="description">' . Moment::ago( $newest->at ) . '</span>';
	}

	private function exceptions(): string {
		$html = '';
		foreach ( \is_array( $this->order['exception_list'] ?? null ) ? $this->order['exception_list'] : [] as $exception ) {
			if ( \is_array( $exception ) && \is_string( $exception['title'] ?? null ) && \is_string( $exception['next_step'] ?? null ) ) {
				$html .= \sprintf( '<li><strong>%s</strong><br />%s</li>', \esc_html( $exception['title'] ), \esc_html( $exception['next_step'] ) );
			}
		}
		return '' === $html ? '' : \sprintf( '<p>%s</p><ul>%s</ul>', \esc_html__( 'Needs a person:', 'causeway' ), $html );
	}

	private function actions( int $orderId ): string {
		$link = \sprintf( '<a href="%s">%s</a>', \esc_url( Screen::order( $orderId ) ), \esc_html__( 'Where and why', 'causeway' ) );
		$kept = \current_user_can( Screen::CAPABILITY ) && 'captured' === ( $this->order['kept'] ?? '' ) && null === ( $this->order['requested'] ?? null ) && ! $this->condition->isCopy();
		[ 'epoch' => $epoch, 'n' => $n ] = (array) ( $this->order['seen'] ?? [] ) + [ 'epoch' => 0, 'n' => 0 ];
		$button = $kept && \is_int( $epoch ) && \is_int( $n ) ? RetryForm::button( $orderId, [ 'epoch' => $epoch, 'n' => $n ] ) : '';
		return "<p>{$link} {$button}</p>";
	}

	/** A copy of the shop asks nobody for anything. */
	private function returns( int $orderId ): string {
		$order = $this->condition->isCopy() ? null : \wc_get_order( $orderId );
		return $order instanceof \WC_Order ? ReturnForm::html( $order ) : '';
	}

	private static function paragraph( string $text ): string {
		return '' === $text ? '' : '<p>' . \esc_html( $text ) . '</p>';
	}

	private static function code( string $text ): string {
		return '' === $text ? '' : '<code>' . \esc_html( $text ) . '</code>';
	}

	private function text( string $field ): string {
		$value = $this->order[ $field ] ?? '';
		return \is_string( $value ) ? $value : '';
	}
}
