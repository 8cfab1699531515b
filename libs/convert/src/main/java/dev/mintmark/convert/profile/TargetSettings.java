package dev.mintmark.convert.profile;

import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.ladder.RungForm;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Activations;
import dev.mintmark.quantizer.scheme.Encoding;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.scheme.Weights;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a target's model is quantized, as its profile says. Two targets with equal settings get the
 * same bytes.
 *
 * @param rungs what to try, in this order
 * @param limits what the target can run
 */
public record TargetSettings(List<Scheme> rungs, Limits limits) {
  /** The toolchain whose settings these are. */
  public static final String TOOLCHAIN = "qdq-java";

  private static final Set<String> NAMES =
      Set.of(
          "activations",
          "calibrator",
          "joins",
          "rungs",
          "symmetry",
          "weight-range",
          "weights",
          Limits.OPERATORS,
          Limits.OPSET,
          Limits.SHAPES,
          Limits.SIZE);

  /**
   * Reads a profile's model form.
   *
   * @throws QuantizerException QNT-050 for a setting that is missing, unknown or has another value;
   *     QNT-051 for a toolchain that this service does not have; QNT-075 for an unknown rung
   */
  public static TargetSettings of(TargetProfile profile) {
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
    return new TargetSettings(
        rungs(profile, form.settings()),
        Limits.of(form.settings(), (found, advice) -> refused(profile, found, advice)));
  }

  private static List<Scheme> rungs(TargetProfile profile, Map<String, String> settings) {
    ActivationType type =
        ActivationType.byId(settings.getOrDefault("activations", ""))
            .orElseThrow(
                () -> refused(profile, "has no known activations", "use uint8, int8 or uint16"));
    Calibrator first =
        Calibrator.byId(settings.getOrDefault("calibrator", ""))
            .filter(Calibrator::isChoice)
            .orElseThrow(() -> refused(profile, "has no known calibrator", choices()));
    boolean symmetric = choice(profile, "symmetry", "symmetric", "asymmetric");
    boolean shared = choice(profile, "joins", "shared", "free");
    RungForm form =
        new RungForm(
            new Activations(new Encoding(type, symmetric), 0, shared), weights(profile, settings));
    String named = settings.get("rungs");
    return named == null ? Rungs.usual(first, form) : named(profile, named, form);
  }

  private static String choices() {
    return "use one of "
        + Stream.of(Calibrator.values()).filter(Calibrator::isChoice).map(Calibrator::id).toList();
  }

  /** Each rung once: a recorded one is found again by its name. */
  private static List<Scheme> named(TargetProfile profile, String names, RungForm form) {
    List<Scheme> rungs =
        Stream.of(names.split(",", -1)).map(name -> Rungs.named(name.strip(), form)).toList();
    Set<String> seen = new HashSet<>();
    for (Scheme rung : rungs) {
      if (!seen.add(rung.rung())) {
        throw refused(profile, "names the rung " + rung.rung() + " twice", "name each rung once");
      }
    }
    return rungs;
  }

  private static Weights weights(TargetProfile profile, Map<String, String> settings) {
    boolean perChannel =
        switch (settings.getOrDefault("weights", "")) {
          case "per-channel" -> true;
          case "per-tensor" -> false;
          default ->
              throw refused(profile, "has no known weights", "use per-channel or per-tensor");
        };
    return new Weights(perChannel, true, choice(profile, "weight-range", "reduced", "full"));
  }

  /** Whether a setting has the first value; when it is absent it has the other one. */
  private static boolean choice(TargetProfile profile, String name, String yes, String no) {
    String value = profile.model().settings().getOrDefault(name, no);
    if (!value.equals(yes) && !value.equals(no)) {
      throw refused(profile, "has no known " + name, "use " + yes + " or " + no);
    }
    return value.equals(yes);
  }

  private static QuantizerException refused(TargetProfile profile, String found, String advice) {
    return new QuantizerException(
        RefusalCode.BAD_PROFILE,
        "model of target profile " + profile.name(),
        found,
        advice + " in the profile");
  }
}
