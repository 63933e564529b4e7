<?php
declare(strict_types=1);

namespace Causeway\Returns;

/** A return that can't be asked for, or not withdrawn any more; the message says why, to the person who asked. */
final class ReturnRefused extends \DomainException {}
