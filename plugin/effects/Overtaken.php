<?php
declare(strict_types=1);

namespace Causeway\Effects;

/**
 * Somebody changed the order between our reading and our writing. An \Error, because WC_Order::save() swallows every
 * \Exception and goes on to tell the world (customer's e-mail included) of a status that it did not write.
 */
final class Overtaken extends \Error {}
