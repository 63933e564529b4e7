<?php
declare(strict_types=1);

namespace Causeway\Capture;

/**
 * The subjects this request has named since they were last filled, in order, each with the last status written
 * into its look (null: none).
 */
final class Named {

	/** @var array<string, string|null> */
	private array $subjects = [];

	/** @var array<string, true> */
	private array $own = [];

	public function has( string $subject ): bool {
		return \array_key_exists( $subject, $this->subjects );
	}

	/** @return bool True: the request names it for the first time (or anew since its fill). */
	public function add( string $subject, ?string $status = null ): bool {
		if ( \array_key_exists( $subject, $this->subjects ) ) {
			return false;
		}
		$this->subjects[ $subject ] = $status;
		return true;
	}

	/**
	 * An effect is about to change it: what hooks then say of it is our own, and goes into no look. Whoever else names it
	 * meanwhile is another request, and shows by that.
	 */
	public function own( string $subject ): void {
		$this->add( $subject );
		$this->own[ $subject ] = true;
	}

	/** @return bool True: this status is news for the subject's look. */
	public function status( string $subject, string $status ): bool {
		if ( isset( $this->own[ $subject ] ) || ( $this->subjects[ $subject ] ?? null ) === $status ) {
			return false;
		}
		$this->subjects[ $subject ] = $status;
		return true;
	}

	/** It is being filled: whatever names it from here on must mark it again. */
	public function settle( string $subject ): void {
		unset( $this->subjects[ $subject ], $this->own[ $subject ] );
	}

	/** @return list<string> */
	public function all(): array {
		return \array_map( 'strval', \array_keys( $this->subjects ) );
	}

	public function count(): int {
		return \count( $this->subjects );
	}
}
