<?php
declare(strict_types=1);

namespace Causeway\Effects;

/** An effect that cannot be done; the message goes to the worker, so it holds no personal data. */
final class EffectFailed extends \RuntimeException {}
