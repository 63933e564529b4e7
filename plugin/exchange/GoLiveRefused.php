<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/** Going live is not possible now; the message says why, for staff. */
final class GoLiveRefused extends \DomainException {}
