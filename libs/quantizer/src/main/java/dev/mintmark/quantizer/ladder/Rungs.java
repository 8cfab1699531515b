package dev.mintmark.quantizer.ladder;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.scheme.Selection;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The ways to quantize by name, and the order in which they are tried. */
public final class Rungs {
  /** The part of the tensors that a mixed rung gives 16 bits. */
  private static final double WIDE_SHARE = 0.25;

  private static final int BLOCK_SIZE = 32;
  private static final String STATIC = "static-";
  private static final String MIXED = "mixed16-";
  private static final String WIDE = "static16-";

  private Rungs() {}

  /**
   * The order of a target that names none: static with the given calibrator, static with the other
   * usual one, then weights only: the fastest and smallest memory first.
   */
  public static List<Scheme> of(Calibrator first, ActivationType activations, boolean perChannel) {
    return usual(first, RungForm.of(activations, perChannel));
  }

  /** As {@link #of}, in another form. */
  public static List<Scheme> usual(Calibrator first, RungForm form) {
    List<Scheme> rungs = new ArrayList<>();
    rungs.add(named(STATIC + first.id(), form));
    for (Calibrator other : EnumSet.copyOf(Calibrator.USUAL)) {
      if (other != first) {
        rungs.add(named(STATIC + other.id(), form));
      }
    }
    rungs.add(named("weight-only", form));
    return rungs;
  }

  /**
   * One rung.
   *
   * @param name {@code static-}, {@code mixed16-} or {@code static16-} and a calibrator; {@code
   *     dynamic}, {@code weight-only}, {@code blocks-int8}, {@code blocks-int4}, {@code float16}
   * @throws QuantizerException {@code QNT-075} for another one
   */
  public static Scheme named(String name, RungForm form) {
    boolean perChannel = form.weights().perChannel();
    return switch (name) {
      case "dynamic" -> new Scheme.Dynamic(perChannel);
      case "weight-only" -> new Scheme.WeightOnly(perChannel);
      case "blocks-int8" -> new Scheme.Blocks(8, BLOCK_SIZE);
      case "blocks-int4" -> new Scheme.Blocks(4, BLOCK_SIZE);
      case "float16" -> new Scheme.Float16();
      default -> fixed(name, form).orElseThrow(() -> unknown(name));
    };
  }

  private static Optional<Scheme> fixed(String name, RungForm form) {
    return calibrator(name, STATIC)
        .map(by -> new Scheme.Static(by, form.activations(), form.weights(), Selection.all()))
        .or(() ->
            calibrator(name, MIXED)
                .map(by ->
                    new Scheme.Static(
                        by,
                        form.activations().withWideShare(WIDE_SHARE),
                        form.weights(),
                        Selection.all())))
        .or(() ->
            calibrator(name, WIDE)
                .map(by -> new Scheme.Static(by, form.wide(), form.weights(), Selection.all())))
        .map(scheme -> scheme);
  }

  private static Optional<Calibrator> calibrator(String name, String prefix) {
    return Optional.of(name)
        .filter(rung -> rung.startsWith(prefix))
        .flatMap(rung -> Calibrator.byId(rung.substring(prefix.length())))
        .filter(Calibrator::isChoice);
  }

  /** The names of all rungs. */
  public static List<String> names() {
    List<String> calibrators =
        Stream.of(Calibrator.values()).filter(Calibrator::isChoice).map(Calibrator::id).toList();
    List<String> names = new ArrayList<>();
    for (String prefix : List.of(STATIC, MIXED, WIDE)) {
      calibrators.forEach(id -> names.add(prefix + id));
    }
    names.addAll(List.of("dynamic", "weight-only", "blocks-int8", "blocks-int4", "float16"));
    return names;
  }

  /** The ranges that these rungs need, and the usual ones. */
  public static Set<Calibrator> calibrators(List<Scheme> rungs) {
    Set<Calibrator> needed = EnumSet.copyOf(Calibrator.USUAL);
    for (Scheme rung : rungs) {
      if (rung instanceof Scheme.Static fixed) {
        needed.add(fixed.calibrator());
        if (fixed.activations().wideShare() > 0) {
          needed.add(Calibrator.ROOT_MEAN_SQUARE);
        }
      }
    }
    return needed;
  }

  private static QuantizerException unknown(String name) {
    return new QuantizerException(
        RefusalCode.UNKNOWN_RUNG, "rung '" + name + "'", "is not known", "use one of " + names());
  }
}
