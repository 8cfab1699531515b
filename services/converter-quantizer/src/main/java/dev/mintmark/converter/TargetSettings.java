package dev.mintmark.converter;

import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a target's model is quantized, as its profile says. Two targets with equal settings get the
 * same bytes.
 *
 * @param perChannel one scale for each output channel of a weight, not one for all of it
 */
record TargetSettings(ActivationType activations, Calibrator calibrator, boolean perChannel) {
  /** The toolchain whose settings these are. */
  static final String TOOLCHAIN = "qdq-java";

  private static final Set<String> NAMES = Set.of("activations", "calibrator", "weights");

  /**
   * Reads a profile's model form.
   *
   * @throws QuantizerException QNT-050 for a setting that is missing, unknown or has another value;
   *     QNT-051 for a toolchain that this service does not have
   */
  static TargetSettings of(TargetProfile profile) {
    TargetProfile.ModelForm form = profile.model();
    if (!form.toolchain().equals(TOOLCHAIN)) {
      throw new QuantizerException(
          RefusalCode.UNKNOWN_TOOLCHAIN,
          "toolchain '" + form.toolchain() + "' of target " + profile.name(),
          "is not known",
          "use " + TOOLCHAIN);
    }
    if (!form.format().equals("onnx") || !form.quantization().equals("int8")) {
      throw refused(
          profile, "asks for " + form.format() + " " + form.quantization(), "use onnx int8");
    }
    for (String name : form.settings().keySet()) {
      if (!NAMES.contains(name)) {
        throw refused(
            profile,
            "has the unknown setting '" + name + "'",
            "use " + NAMES.stream().sorted().toList());
      }
    }
    Map<String, String> settings = form.settings();
    return new TargetSettings(
        ActivationType.byId(settings.getOrDefault("activations", ""))
            .orElseThrow(() -> refused(profile, "has no known activations", "use uint8 or int8")),
        Arrays.stream(Calibrator.values())
            .filter(calibrator -> calibrator.id().equals(settings.get("calibrator")))
            .findFirst()
            .orElseThrow(
                () -> refused(profile, "has no known calibrator", "use min-max or percentile")),
        perChannel(profile, settings.getOrDefault("weights", "")));
  }

  private static boolean perChannel(TargetProfile profile, String weights) {
    return switch (weights) {
      case "per-channel" -> true;
      case "per-tensor" -> false;
      default -> throw refused(profile, "has no known weights", "use per-channel or per-tensor");
    };
  }

  /** What to try, in this order. */
  List<Scheme> rungs() {
    return Rungs.of(calibrator, activations, perChannel);
  }

  private static QuantizerException refused(TargetProfile profile, String found, String advice) {
    return new QuantizerException(
        RefusalCode.BAD_PROFILE,
        "model of target profile " + profile.name(),
        found,
        advice + " in the profile");
  }
}
