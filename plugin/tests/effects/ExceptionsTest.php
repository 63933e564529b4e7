<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

/** One cause, one exception with many subjects; a mirror names all that its subject has now. */
final class ExceptionsTest extends EffectsTestCase {

	private const CAUSE = 'mapping:payment_method:klarna';

	public function test_it_opens_with_its_subjects_and_closes_when_the_last_one_left(): void {
		$this->has( 'system/a', [ self::CAUSE ] );
		$this->has( 'system/b', [ self::CAUSE, 'timeout:erp' ] );
		self::assertSame( [ self::CAUSE => 'open', 'timeout:erp' => 'open' ], $this->statuses() );
		self::assertSame( [ 'system/a', 'system/b' ], $this->subjectsOf( self::CAUSE ) );

		$this->has( 'system/a', [] );
		self::assertSame( 'open', $this->statuses()[ self::CAUSE ] );
		$this->now += 5;
		$this->has( 'system/b', [ 'timeout:erp' ] );
		self::assertSame( [ self::CAUSE => 'resolved', 'timeout:erp' => 'open' ], $this->statuses() );
		$closed = $this->of( self::CAUSE );
		self::assertSame( [ (string) $this->now, 'causeway' ], [ $closed['closed_at'], $closed['closed_by'] ] );
	}

	public function test_it_opens_again_when_it_recurs(): void {
		$this->has( 'system/a', [ self::CAUSE ] );
		$this->has( 'system/a', [] );
		$this->now += 5;
		$this->has( 'system/a', [ self::CAUSE ] );
		$again = $this->of( self::CAUSE );
		self::assertSame( [ 'open', (string) $this->now, null, '' ], [ $again['status'], $again['opened_at'], $again['closed_at'], $again['closed_by'] ] );
	}

	public function test_acknowledged_stays_so_while_open_also_with_new_subjects(): void {
		$this->has( 'system/a', [ self::CAUSE ] );
		$this->set( 'acknowledged' );
		$this->has( 'system/a', [ self::CAUSE ] );
		$this->has( 'system/b', [ self::CAUSE ] );
		self::assertSame( 'acknowledged', $this->statuses()[ self::CAUSE ] );
		$this->has( 'system/a', [] );
		$this->has( 'system/b', [] );
		self::assertSame( 'resolved', $this->statuses()[ self::CAUSE ] );
	}

	public function test_ignored_stays_so_unless_a_new_subject_has_it(): void {
		$this->has( 'system/a', [ self::CAUSE ] );
		$this->set( 'ignored' );
		$this->has( 'system/a', [ self::CAUSE ] );
		self::assertSame( 'ignored', $this->statuses()[ self::CAUSE ] );
		$this->has( 'system/b', [ self::CAUSE ] );
		self::assertSame( 'open', $this->statuses()[ self::CAUSE ] );
	}

	public function test_ignored_opens_again_for_a_subject_that_had_left_it(): void {
		$this->has( 'system/a', [ self::CAUSE ] );
		$this->has( 'system/b', [ self::CAUSE ] );
		$this->set( 'ignored' );
		$this->has( 'system/a', [] );
		$this->has( 'system/b', [ self::CAUSE ] );
		self::assertSame( 'ignored', $this->statuses()[ self::CAUSE ] );
		$this->has( 'system/a', [ self::CAUSE ] );
		$again = $this->of( self::CAUSE );
		self::assertSame( [ 'open', null, '', null ], [ $again['status'], $again['closed_at'], $again['closed_by'], $again['closed_reason'] ] );
	}

	public function test_ignored_stays_so_when_its_subjects_leave(): void {
		$this->has( 'system/a', [ self::CAUSE ] );
		$this->set( 'ignored' );
		$this->has( 'system/a', [] );
		self::assertSame( 'ignored', $this->statuses()[ self::CAUSE ] );
	}

	public function test_a_persons_wish_to_resolve_it_closes_nothing_but_is_kept_for_when_it_closes(): void {
		$this->has( 'system/a', [ self::CAUSE ] );
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_exception', [ 'closed_by' => 'Ada', 'closed_reason' => 'Paid by transfer.' ], [ 'cause' => self::CAUSE ] );
		$this->has( 'system/a', [ self::CAUSE ] );
		self::assertSame( 'open', $this->statuses()[ self::CAUSE ] );
		$this->has( 'system/a', [] );
		$closed = $this->of( self::CAUSE );
		self::assertSame( [ 'resolved', 'Ada', 'Paid by transfer.' ], [ $closed['status'], $closed['closed_by'], $closed['closed_reason'] ] );
	}

	public function test_words_and_detail_are_the_newest(): void {
		$this->has( 'system/a', [ self::CAUSE ], [ 'title' => 'Old', 'detail' => 'old' ] );
		$this->has( 'system/a', [ self::CAUSE ], [ 'title' => 'New', 'detail' => 'new', 'severity' => 'critical' ] );
		self::assertSame( [ 'New', 'critical' ], [ $this->of( self::CAUSE )['title'], $this->of( self::CAUSE )['severity'] ] );
		self::assertSame( [ 'new' ], \array_column( $this->row( 'exception_subject' ), 'detail' ) );
	}

	public function test_one_subject_in_a_batch_may_leave_what_another_begins(): void {
		$this->has( 'system/a', [ self::CAUSE ] );
		$this->apply( [ $this->mirror( 'system/a' ), $this->mirror( 'system/b', [ 'exceptions' => [ $this->exception( self::CAUSE ) ] ] ) ] );
		self::assertSame( 'open', $this->statuses()[ self::CAUSE ] );
		self::assertSame( [ 'system/b' ], $this->subjectsOf( self::CAUSE ) );
	}

	/** @param list<string> $causes */
	private function has( string $subject, array $causes, array $fields = [] ): void {
		$exceptions = \array_map( fn ( string $cause ): array => $this->exception( $cause, $fields ), $causes );
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->mirror( $subject, [ 'exceptions' => $exceptions ] ) ] ) ) );
	}

	private function exception( string $cause, array $fields = [] ): array {
		return $fields + [ 'cause' => $cause, 'category' => 'mapping', 'severity' => 'error', 'owner' => 'it', 'title' => 'A row is missing', 'next_step' => 'Add it to the mapping.', 'detail' => '' ];
	}

	private function set( string $status ): void {
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_exception', [ 'status' => $status ], [ 'cause' => self::CAUSE ] );
	}

	/** @return array<string, string> */
	private function statuses(): array {
		$statuses = \array_column( $this->row( 'exception' ), 'status', 'cause' );
		\ksort( $statuses );
		return $statuses;
	}

	/** @return list<string> */
	private function subjectsOf( string $cause ): array {
		$of = \array_filter( $this->row( 'exception_subject' ), static fn ( array $row ): bool => $cause === $row['cause'] );
		$of = \array_column( $of, 'subject' );
		\sort( $of );
		return $of;
	}

	/** @return array<string, string|null> */
	private function of( string $cause ): array {
		return \array_column( $this->row( 'exception' ), null, 'cause' )[ $cause ];
	}
}
