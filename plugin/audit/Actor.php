<?php
declare(strict_types=1);

namespace Causeway\Audit;

/** Who did it, as it is kept: ids, so that the audit holds no names. */
final class Actor {

	public const CAUSEWAY = 'causeway';

	/** Someone at a command line, without a user of the shop. */
	public const OPERATOR = 'operator';

	public static function of( \WP_User $user ): string {
		return $user->ID > 0 ? 'user:' . $user->ID : self::OPERATOR;
	}

	/** Whose session this is. */
	public static function current(): string {
		return self::of( \wp_get_current_user() );
	}

	/** As staff read it. What is kept in another form (a name, of a version before this one) stays as it is. */
	public static function name( string $actor ): string {
		if ( self::CAUSEWAY === $actor ) {
			return 'Causeway';
		}
		if ( self::OPERATOR === $actor ) {
			return \__( 'Command line', 'causeway' );
		}
		if ( 1 !== \preg_match( '/^user:(\d+)$/', $actor, $id ) ) {
			return $actor;
		}
		$user = \get_userdata( (int) $id[1] );
		/* translators: %d: the id of a user who was deleted */
		return $user ? $user->display_name : \sprintf( \__( 'Deleted user %d', 'causeway' ), (int) $id[1] );
	}
}
