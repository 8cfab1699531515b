package dev.mintmark.convert.profile;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;

/**
 * Why a target cannot run a model, found before any work.
 *
 * @param subject the offending thing, e.g. {@code operator Loop}
 * @param found what the target makes of it
 * @param advice an imperative sentence without a full stop
 */
public record Finding(RefusalCode code, String subject, String found, String advice) {
  QuantizerException refusal(String target) {
    return new QuantizerException(code, subject + " for target " + target, found, advice);
  }
}
