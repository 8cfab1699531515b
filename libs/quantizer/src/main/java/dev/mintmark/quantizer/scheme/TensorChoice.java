package dev.mintmark.quantizer.scheme;

import dev.mintmark.quantizer.calibrate.Range;
import java.util.Optional;

/**
 * What somebody asks of one activation, whatever the scheme says.
 *
 * @param encoding instead of the scheme's
 * @param range instead of the calibrated one
 */
public record TensorChoice(Optional<Encoding> encoding, Optional<Range> range) {}
